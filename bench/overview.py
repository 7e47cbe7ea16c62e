"""The supervisor's page: what drawing it costs with very many who wait."""

import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Connection, Engine, insert

from bench.alone import alone
from bench.line_of_people import LINE, NOW, TEAMS, database, fill, number
from bench.turns import WrongAnswer
from ivr.accounts import people
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.db.bulk import insert_rows
from ivr.db.tables.journal import calls
from ivr.db.tables.surveys import surveys
from ivr.dispatch.agents import keep_agent
from ivr.dispatch.people import Joining, join
from ivr.lines.store import apply
from ivr.services import Services
from ivr.settings import Settings
from routing.waiting import Wanted

WAITING, AGENTS, PROMISED, CALLS = 500, 50, 1000, 20_000
TIMES = 25
NOBODYS = {
    "secret_key": "a secret of a bench",
    "twilio_auth_token": "of nobody",
    "public_url": "https://ivr.example.fi",
}
PASSWORD = "kolme pientä porsasta"  # noqa: S105 -- of nobody


def told(scratch: Path) -> list[str]:
    """Draw it often, and once with everything read anew; say how long it took."""
    engine = _service(scratch / "overview.db")
    settings = Settings(**NOBODYS)
    app = create_app(settings, Services(settings, StoppedClock(NOW), engine))
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "sirpa", "password": PASSWORD})
    first = _ms(browser)
    often = [_ms(browser) for _ in range(TIMES)]
    drawn = f"{median(often):.1f} ms, at most {max(often):.1f} ms"
    anew = f"{first:.0f} ms when the day and {CALLS:,} calls are read anew"
    return [f"the overview with {WAITING} waiting: {drawn}; {anew}"]


def _ms(browser: Any) -> float:
    started = time.perf_counter()
    page = browser.get("/desk/overview/board")
    took = (time.perf_counter() - started) * 1000
    if page.text.count("<tr>") < WAITING:
        raise WrongAnswer(f"the overview shows {page.text.count('<tr>')} rows: {page.status}")
    return took


def _service(path: Path) -> Engine:
    engine = database(path)
    line = {"name": "line", "flow": "customer-service", "services": ["electricity"]}
    company = {"fi": "Yhtiö", "sv": "Bolaget", "en": "The company"}
    apply(engine, {"company": company, "lines": {LINE: line}, "teams": TEAMS})
    fill(engine, PROMISED, "due")
    with engine.begin() as connection:
        _staff(connection)
        for which in range(WAITING):
            since = NOW - timedelta(seconds=which)
            person = Joining(
                kind="call",
                ref=f"CA{which}",
                line=LINE,
                language="fi",
                topic="any",
                urgent=False,
                since=since,
                teams=[Wanted("service")],
            )
            join(connection, person, NOW)
        _weeks(connection)
    return engine


def _staff(connection: Connection) -> None:
    people.add(connection, "sirpa", PASSWORD, ["administrator"], NOW)
    for which in range(AGENTS):
        people.add(connection, f"agent-{which}", PASSWORD, ["agent"], NOW)
        keep_agent(connection, f"agent-{which}", "sip:agent@example.fi", ["service"], NOW)


def _weeks(connection: Connection) -> None:
    rows = [
        (
            f"CJ{which}",
            number(which % 9000),
            "line",
            NOW - timedelta(minutes=2 * which),
            None,
            None,
        )
        for which in range(CALLS)
    ]
    insert_rows(connection, calls, rows)
    asked = {"line": LINE, "number": "", "question": "effort", "asked_at": NOW}
    answers = [{**asked, "call_sid": f"CS{n}", "answer": 1 + n % 5} for n in range(1000)]
    connection.execute(insert(surveys), answers)


if __name__ == "__main__":
    sys.exit(alone(told))
