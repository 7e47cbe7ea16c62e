"""Somebody has taken what calls need: locks, connections, the version that was live."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, QueuePool, text

from ivr.bundles.store import publish
from ivr.clock import StoppedClock
from simulator.testing import Call, Telephone, exchange_for
from tests.ivr.conftest import founded
from tests.ivr.house import FIRST, LINE, PUBLIC, House, open_house
from tests.ivr.versions import greeted
from tests.ladder.test_rungs import slowest
from tests.processes import soon

MATTI = "+358401110001"
CALLERS, TURNS = 4, 40
WITHIN_SECONDS = 3.0


@pytest.fixture
def on_postgresql(postgresql_engine: Engine, clock: StoppedClock) -> Iterator[Engine]:
    """The demo company; what was begun and came too late is over before the next test."""
    yield founded(postgresql_engine, clock)
    pool = postgresql_engine.pool
    assert isinstance(pool, QueuePool)
    assert soon(lambda: not pool.checkedout())


def reaches_a_person(house: House) -> Call:
    call = house.telephone.calls(MATTI, LINE)
    return (call if call.leg.talks_with else call.presses("0")).is_with(FIRST)


@pytest.mark.parametrize("table", ["customer_phones", "bundles", "summaries"])
def test_a_table_that_is_being_changed_keeps_nobody_from_a_person(
    on_postgresql: Engine, clock: StoppedClock, tmp_path: Path, table: str
) -> None:
    house = open_house(on_postgresql, clock, folder=tmp_path)
    with on_postgresql.begin() as migration:
        migration.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        assert slowest(reaches_a_person(house)) < WITHIN_SECONDS


def test_when_every_connection_is_taken_a_call_goes_on(
    on_postgresql: Engine, clock: StoppedClock, tmp_path: Path
) -> None:
    house = open_house(on_postgresql, clock, folder=tmp_path)
    house.telephone.calls(MATTI, LINE).hangs_up()
    with ExitStack() as held:
        for _ in range(15):
            held.enter_context(on_postgresql.connect())
        assert slowest(reaches_a_person(house)) < WITHIN_SECONDS


def test_publishing_back_and_forth_changes_no_call_that_is_on(
    demo: Engine, clock: StoppedClock
) -> None:
    house = open_house(demo, clock)
    versions = [greeted("Hei yksi."), greeted("Hei kaksi.")]
    for version in versions:
        publish(demo, version, "Tried", clock.now())
    over = Event()

    def goes_back_and_forth() -> int:
        try:
            return sum(
                publish(demo, versions[turn % 2], "Tried", clock.now()) is not None
                for turn in range(TURNS)
            )
        finally:
            over.set()

    def calls(number: str) -> list[str]:
        telephone = Telephone(exchange_for(house.app, app_url=PUBLIC))
        return list(_calls(telephone, number, over))

    with ThreadPoolExecutor(CALLERS + 1) as people:
        made = [people.submit(calls, f"+35840111999{n}") for n in range(CALLERS)]
        assert people.submit(goes_back_and_forth).result() == TURNS
        heard = {words for one in made for words in one.result()}
    assert heard <= {"Hei yksi.", "Hei kaksi."}
    assert heard


def _calls(telephone: Telephone, number: str, over: Event) -> Iterator[str]:
    """Give the greeting of each call, which it has heard twice: before and after a pause."""
    while True:
        call = telephone.calls(number, LINE)
        first = _greeting(call)
        again = _greeting(call.presses("*"))
        assert again in {first, ""}
        call.presses("0").is_with(FIRST)
        yield first
        if over.is_set():
            return


def _greeting(call: Call) -> str:
    return next((words for words in ("Hei yksi.", "Hei kaksi.") if words in call.heard), "")
