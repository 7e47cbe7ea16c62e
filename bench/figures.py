"""The page of figures: what it costs with the sums of a million calls in a year."""

import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine, insert, text

from bench.alone import alone
from bench.line_of_people import database
from bench.overview import NOBODYS, PASSWORD
from bench.turns import WrongAnswer
from ivr.accounts import people
from ivr.app import create_app
from ivr.clock import HELSINKI, StoppedClock
from ivr.db.bulk import insert_rows
from ivr.db.tables.figures import figure_hours, figure_sums
from ivr.figures.names import edge_of
from ivr.figures.rolling import midnight
from ivr.services import Services
from ivr.settings import Settings

NOW = datetime(2026, 11, 23, 14, 40, tzinfo=HELSINKI)
DAYS, HOURS_OF_DAYS = 365, 100
LINES = {"customer-service": 60, "fault-line": 25, "delivery": 15}
LANGUAGES = {"fi": 80, "sv": 15, "en": 5}
STEPS = ("notices", "hours", "main", "faults", "bills", "moving", "other", "person", "closed")
A_YEAR = 1_000_000
TIMES = 9
PERIODS = {
    "today": "period=today",
    "a month": "period=days&first=2026-10-24&last=2026-11-22",
    "a year": "period=days&first=2025-11-24&last=2026-11-23",
    "a year of one line": "period=days&first=2025-11-24&last=2026-11-23&line=fault-line",
}


def told(scratch: Path) -> list[str]:
    """Draw each period often; say how long it took."""
    engine = database(scratch / "figures.db")
    calls = fill(engine)
    with engine.begin() as connection:
        people.add(connection, "sirpa", PASSWORD, ["administrator"], NOW)
    settings = Settings(**NOBODYS)
    app = create_app(settings, Services(settings, StoppedClock(NOW), engine))
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "sirpa", "password": PASSWORD})
    found = []
    for name, asked in PERIODS.items():
        often = [_ms(browser, asked) for _ in range(TIMES)]
        found.append(f"{name} {median(often):.0f} ms, at most {max(often):.0f} ms")
    return [f"the figures of {calls:,} calls: {'; '.join(found)}"]


def fill(engine: Engine) -> int:
    """Write the sums of a year, those of the last days by the hour too; return how many calls."""
    chance = random.Random(4711)  # noqa: S311 -- the same figures each time
    calls = 0
    for number in range(DAYS):
        begins = midnight((NOW - timedelta(days=number)).date())
        day = list(_day(chance, begins))
        calls += sum(row[9] for row in day if row[1] == "calls")
        with engine.begin() as connection:
            insert_rows(connection, figure_sums, day)
            if number < HOURS_OF_DAYS:
                insert_rows(connection, figure_sums, list(_hours(day)))
    with engine.begin() as connection:
        hour = {"hour": NOW.replace(minute=0), "made_at": NOW, "version": 1}
        connection.execute(insert(figure_hours), hour)
        connection.execute(text("ANALYZE"))
    return calls


def _day(chance: random.Random, begins: datetime) -> Iterator[tuple[Any, ...]]:
    a_day = A_YEAR / DAYS * chance.uniform(0.9, 1.1)
    bundle = f"{begins.month:016x}"
    for line, of_line in LINES.items():
        for language, of_language in LANGUAGES.items():
            calls = round(a_day * of_line * of_language / 10_000)
            of = (line, "", language, line, bundle)
            for name, detail, share in _shares(chance, line):
                yield ("day", name, begins, detail, *of, round(calls * share), 0)
            met = ("day", begins, (line, f"service-{language}", language, line, bundle))
            yield from _answered(chance, met, calls)


def _shares(chance: random.Random, line: str) -> Iterator[tuple[str, str, float]]:
    yield from (("calls", "", 1.0), ("callback", "", 0.08), ("left", "", 0.2))
    yield from (("finished", "", 0.06), ("voicemail", "", 0.02), ("zero", "", 0.11))
    yield from (("abandoned", "", chance.uniform(0.03, 0.09)), ("abandoned_short", "", 0.02))
    yield from (("again_judged", "", 0.8), ("again", "", chance.uniform(0.04, 0.08)))
    yield from (("noticed", "", 0.3), ("notice_judged", "", 0.25))
    yield from (("notice_satisfied", "", 0.25 * chance.uniform(0.6, 0.8)), ("unserved", "", 0.01))
    yield from (("callback_asked", "", 0.08), ("callback_ended", "done", 0.07))
    yield from (("callback_ended", "unreachable", 0.01), ("callback_took", "0003600", 0.07))
    yield from (("wait_kept", "in", 0.2), ("wait_kept", "longer", 0.05), ("survey_asked", "", 0.2))
    yield from (("wait_told", str(minutes), 0.02) for minutes in range(-6, 7))
    yield from (("survey", f"effort/{key}", 0.03) for key in range(1, 6))
    for step in STEPS:
        place = f"{line}/{step}"
        yield from (("step", place, 0.5), ("step_left", place, chance.uniform(0, 0.04)))
        yield from (("step_asked", place, 0.5), ("step_wrong", place, chance.uniform(0, 0.03)))
        yield ("step_silent", place, chance.uniform(0, 0.04))


def _answered(
    chance: random.Random, met: tuple[str, datetime, tuple[str, ...]], calls: int
) -> Iterator[tuple[Any, ...]]:
    span, at, of = met
    waits: dict[str, int] = {}
    for _ in range(round(calls * 0.55)):
        edge = edge_of(chance.expovariate(1 / 45))
        waits[edge] = waits.get(edge, 0) + 1
    yield (span, "answered", at, "", *of, sum(waits.values()), 0)
    yield from ((span, "wait_answered", at, edge, *of, many, 0) for edge, many in waits.items())


def _hours(day: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Spread a day over its ten busy hours."""
    for number in range(4, 14):
        for _, name, at, *rest, count, amount in day:
            if count >= 10:  # noqa: PLR2004 -- else nothing is left for an hour
                yield ("hour", name, at + timedelta(hours=number), *rest, count // 10, amount)


def _ms(browser: Any, asked: str) -> float:
    started = time.perf_counter()
    page = browser.get(f"/admin/figures/?{asked}")
    took = (time.perf_counter() - started) * 1000
    if page.status_code != 200 or "/steps/main" not in page.text:  # noqa: PLR2004 -- HTTP
        raise WrongAnswer(f"the page of figures: {page.status}")
    return took


if __name__ == "__main__":
    sys.exit(alone(told))
