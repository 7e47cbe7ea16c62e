"""What one web process takes of memory, at the start and after much: `python -m bench.memory`."""

import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from werkzeug.test import run_wsgi_app

from bench.alone import alone
from bench.inside import _path, _request
from bench.residents import NOW, Resident
from bench.turns import WrongAnswer
from bench.webhooks import ACCOUNT, PUBLIC, TOKEN, Webhook, form_of, incoming, pressed
from ivr.accounts import people
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.schema import create_schema
from ivr.run.prepare import prepare
from ivr.services import Services
from ivr.settings import Settings

TURNS, PAGES, STEPS = 20_000, 200, 4
PASSWORD = "kolme pientä porsasta"  # noqa: S105 -- of nobody
OPENED = ("customer-service/source", "customer-service/map", "customer-service/map?show=traffic")
SETTINGS = Settings(
    twilio_account_sid=ACCOUNT,
    twilio_auth_token=TOKEN,
    public_url=PUBLIC,
    secret_key="bench",  # noqa: S106 -- of nobody
    linja_fallback_number="+358931570010",
)


def told(scratch: Path) -> Iterator[str]:
    """Make calls of which no two are of one person, then open pages, and look now and then."""
    clock = StoppedClock(NOW)
    engine = open_engine(f"sqlite:///{scratch / 'linja.db'}")
    create_schema(engine)
    services = replace(Services(SETTINGS, clock, engine), folder=scratch)
    prepare(services, demo=True)
    with engine.begin() as connection:
        people.add(connection, "eija", PASSWORD, ["editor"], NOW)
    app = create_app(SETTINGS, services)
    yield f"ready: {_resident_mb():.1f} MB"
    yield from _often("turns", TURNS, lambda n: _call(app, clock, n), each=2)
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "eija", "password": PASSWORD}, base_url=PUBLIC)
    yield from _often("pages of the studio", PAGES, lambda n: _page(browser, clock, n))


def _often(what: str, times: int, work: Callable[[int], None], each: int = 1) -> Iterator[str]:
    for number in range(1, times // each + 1):
        work(number)
        if number % (times // each // STEPS) == 0:
            gc.collect()
            yield f"{number * each:,} {what}: {_resident_mb():.1f} MB"


def _call(app: Any, clock: StoppedClock, number: int) -> None:
    """One person calls, and presses a key."""
    clock.at += timedelta(seconds=1)
    form = form_of(Resident(number))
    first = _answered(app, Webhook(incoming(form), ()))
    _answered(app, Webhook(pressed(form, _path(first), "1"), ()))


def _answered(app: Any, webhook: Webhook) -> bytes:
    body, status, _ = run_wsgi_app(app, _request(webhook))
    answer = b"".join(body)
    if status != "200 OK" or b"<Response" not in answer:
        raise WrongAnswer(f"{status} {answer!r}")
    return answer


def _page(browser: Any, clock: StoppedClock, number: int) -> None:
    clock.at += timedelta(minutes=2)
    path = f"/admin/flows/{OPENED[number % len(OPENED)]}"
    page = browser.get(path, base_url=PUBLIC)
    if page.status_code != 200:  # noqa: PLR2004 -- OK
        raise WrongAnswer(f"{path}: {page.status}")


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(alone(told))
