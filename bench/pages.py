"""`python -m bench.pages`: every page of the service with very much in it."""

import logging
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Table

from bench.company import SOURCE, batches, found, push
from bench.line_of_people import fill
from bench.overview import NOBODYS, PASSWORD
from bench.residents import NOW, outages
from bench.studio import FLOWS, publish_many
from bench.turns import WrongAnswer
from ivr.accounts import people
from ivr.accounts.roles import ROLES
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.db.bulk import insert_rows
from ivr.db.tables.journal import call_turns, calls
from ivr.dispatch.agents import keep_agent
from ivr.logs import configure_logs
from ivr.services import Services
from ivr.settings import Settings

OUTAGES, CALLBACKS, CALLS = 10_000, 100_000, 1_000_000
APART = timedelta(seconds=30)
"""A million calls in a year."""
TIMES = 5
GOAL_MS = 300
FLOW = "customer-service"
PAGES = (
    "/desk/",
    "/desk/overview",
    "/desk/promised",
    "/admin/flows/",
    f"/admin/flows/{FLOW}/map",
    f"/admin/flows/{FLOW}/prompts",
    f"/admin/flows/{FLOW}/source",
    f"/admin/flows/{FLOW}/steps/main",
    f"/admin/flows/{FLOW}/try",
    f"/admin/flows/{FLOW}/publish",
    f"/admin/flows/{FLOW}/versions",
    f"/admin/flows/{FLOW}/files",
    "/admin/words/",
    "/admin/words/sentences/notice.electricity.eta",
    "/admin/words/publish",
    "/admin/lines/",
    "/admin/lines/source",
    "/admin/lines/history",
    "/admin/outages/",
    "/admin/outages/?postcode=00100",
    f"/admin/outages/sources/{SOURCE}",
    f"/admin/outages/one?source={SOURCE}&id=Q-0",
    "/admin/calls/",
    f"/admin/calls/CA{7:032x}",
    "/admin/callbacks/",
    f"/admin/callbacks/{7:016}",
    "/admin/figures/",
    "/admin/audit/",
    "/account",
)


def main() -> int:
    """Fill a company, open each page, say how long it took."""
    configure_logs(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as scratch:
        services = found(Path(scratch) / "pages.db")
        _fill(services)
        app = create_app(
            Settings(**NOBODYS), Services(Settings(**NOBODYS), StoppedClock(NOW), services.engine)
        )
        browser = app.test_client()
        browser.post("/sign-in", data={"name": "sirpa", "password": PASSWORD})
        _say(
            f"{FLOWS} flows, {OUTAGES:,} outages, {CALLBACKS:,} open callbacks, {CALLS:,} calls:"
            " median and first time, in ms"
        )
        for page in PAGES:
            first, *others = [_ms(browser, page) for _ in range(TIMES + 1)]
            slow = "  SLOW" if median(others) > GOAL_MS else ""
            _say(f"{median(others):6.0f}{first:7.0f}  {page}{slow}")
    return 0


def _fill(services: Services) -> None:
    engine = services.engine
    publish_many(engine)
    push(services, outages(OUTAGES))
    fill(engine, CALLBACKS, "due")
    with engine.begin() as connection:
        people.add(connection, "sirpa", PASSWORD, ROLES, NOW)
        keep_agent(connection, "sirpa", "sip:sirpa@example.fi", ["service-fi"], NOW)
    for numbers in batches(range(CALLS), 50_000):
        with engine.begin() as connection:
            insert_rows(connection, calls, [_row(calls, **_call(n)) for n in numbers])
            insert_rows(connection, call_turns, [_row(call_turns, **_turn(n)) for n in numbers])
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _call(number: int) -> dict[str, Any]:
    at = NOW - APART * number
    who = {"number": f"+35840{number % 400_000 + 1_000_000}", "line": FLOW}
    return {"call_sid": f"CA{number:032x}", "started_at": at, "ended_at": at, **who}


def _turn(number: int) -> dict[str, Any]:
    told = {"language": "fi", "flow": FLOW, "step": "main", "given_kind": "call", "given": ""}
    said = [{"key": "menu.main", "language": "fi", "text": "Laskuasioissa painakaa kaksi."}]
    more = {"said": said, "verb": "keys", "why": "preference", "notices": [], "bundle": ""}
    at = NOW - APART * number
    return {"call_sid": f"CA{number:032x}", "turn": 0, "at": at, "line": FLOW, **told, **more}


def _row(table: Table, **values: Any) -> tuple[Any, ...]:
    return tuple(values.get(column.name) for column in table.columns)


def _ms(browser: Any, page: str) -> float:
    started = time.perf_counter()
    answer = browser.get(page)
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:  # noqa: PLR2004 -- OK
        raise WrongAnswer(f"{page}: {answer.status}")
    return took


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
