"""`python -m bench.ladder`: what calls cost, and what they hear, while something is broken."""

import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Event

from bench.tempest.hearing import at_percent
from bench.turns import WrongAnswer
from ivr.calls.ports import Ports
from ivr.clock import HELSINKI, StoppedClock
from ivr.db.engine import open_engine
from ivr.db.schema import create_schema
from ivr.directory.register import Register
from ivr.logs import configure_logs
from simulator.testing import Telephone, exchange_for
from tests.ivr.conftest import founded
from tests.ivr.house import LINE, PUBLIC, House, open_house
from tests.ladder.outside import Outside, silent_register

MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
MATTI = "+358401110001"
NOTICE = "sähkönjakelun häiriö"
CALLERS, CALLS = 8, 12
WITHIN_SECONDS = 3.0

Breaks = Callable[[Outside], object]


@dataclass(frozen=True, slots=True)
class Call:
    """How long its webhooks took, and whether its caller heard the notice."""

    seconds: Sequence[float]
    notice: bool


def main() -> int:
    """Break one thing after another; 1 if anybody reached nobody, or waited too long."""
    configure_logs(logging.CRITICAL)
    _say(f"{CALLERS} callers at once, {CALLS} calls each; a call is two webhooks, and a person")
    _say(f"{'broken':34}{'p50 ms':>8}{'p99 ms':>8}{'slowest':>9}{'without the notice':>20}")
    try:
        for name, breaks in DATABASE.items():
            with _house() as (house, outside):
                breaks(outside)
                _report(name, _calls(house))
        with _silent() as house:
            _report("the register does not answer", _calls(house))
    except WrongAnswer as problem:
        _say(f"WRONG: {problem}")
        return 1
    return 0


DATABASE: dict[str, Breaks] = {
    "nothing": lambda _: None,
    "the database is away": lambda outside: outside.goes_away(),
    "the database is slow (0.2 s more)": lambda outside: outside.slows(0.2),
    "the database is frozen": lambda outside: outside.freezes(),
}


@contextmanager
def _house(
    broken: Callable[[Ports], Ports] = lambda ports: ports,
) -> Iterator[tuple[House, Outside]]:
    with tempfile.TemporaryDirectory() as scratch:
        clock = StoppedClock(MONDAY_MORNING)
        engine = open_engine(f"sqlite:///{scratch}/linja.db")
        create_schema(engine)
        outside = Outside(founded(engine, clock))
        house = open_house(engine, clock, broken=broken, folder=Path(scratch))
        house.telephone.calls(MATTI, LINE).hears(NOTICE).hangs_up()
        try:
            yield house, outside
        finally:
            outside.mend()
            engine.dispose()


@contextmanager
def _silent() -> Iterator[House]:
    """The register takes each question, and says nothing; callers nobody else knows."""
    thawed = Event()
    with ExitStack() as opened:
        url = opened.enter_context(silent_register(thawed))
        opened.callback(thawed.set)

        def asked(ports: Ports) -> Ports:
            return replace(ports, register=Register(url).find)

        house, _ = opened.enter_context(_house(asked))
        yield house


def _calls(house: House) -> list[Call]:
    def caller(number: str) -> list[Call]:
        telephone = Telephone(exchange_for(house.app, app_url=PUBLIC))
        return [_call(telephone, number) for _ in range(CALLS)]

    with ThreadPoolExecutor(CALLERS) as people:
        return [call for made in people.map(caller, [MATTI] * CALLERS) for call in made]


def _call(telephone: Telephone, number: str) -> Call:
    call = telephone.calls(number, LINE)
    notice = NOTICE in call.heard
    if not call.leg.talks_with:
        call.presses("0")
    if not call.leg.talks_with:
        raise WrongAnswer(f"nobody is reached: {call.transcript}")
    call.hangs_up()
    return Call([one.reply.seconds for one in call.requests], notice)


def _report(name: str, calls: Sequence[Call]) -> None:
    seconds = [each for call in calls for each in call.seconds]
    without = sum(not call.notice for call in calls) / len(calls)
    figures = [at_percent(seconds, percent) * 1e3 for percent in (50, 99, 100)]
    _say(f"{name:34}{figures[0]:8.0f}{figures[1]:8.0f}{figures[2]:9.0f}{without:19.0%}")
    if figures[2] >= WITHIN_SECONDS * 1e3:
        raise WrongAnswer(f"{name}: {figures[2]:.0f} ms")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
