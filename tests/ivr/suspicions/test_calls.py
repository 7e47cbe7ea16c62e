"""Whole calls through the application are what a suspicion is raised from."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.directory.store import put
from ivr.duties import journal, suspicions
from ivr.feeds.manual import correct
from ivr.journal.buffer import FOLDER
from ivr.suspicions.store import listed
from outage_feed.correction import Correction
from routing.customer import Customer
from simulator.testing import Call
from tests.ivr.conftest import demo as demo  # noqa: PLC0414 -- a fixture
from tests.ivr.house import FAULT_LINE, House, open_house
from tests.ivr.suspicions.conftest import TAMPERE, number_of
from tests.processes import soon


@pytest.fixture(name="engine")
def on_sqlite(sqlite_engine: Engine) -> Engine:
    """The call path is the same on either."""
    return sqlite_engine


@pytest.fixture(name="town")
def house_with_a_journal(
    demo: Engine, clock: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> House:
    """The application with a journal on disk."""
    monkeypatch.setattr("ivr.journal.buffer.WRITE_EVERY_SECONDS", 0.02)
    return open_house(demo, clock, folder=tmp_path, linja_data_dir=str(tmp_path))


def live(house: House, postcode: str) -> None:
    """Let six customers, who speak Finnish, live there."""
    with house.services.engine.begin() as connection:
        for caller in range(6):
            phones, places = (number_of(caller),), (postcode,)
            put(connection, Customer(f"T{caller}", "", phones, (), "fi", places))


def suspected(house: House, turns: int) -> list[tuple[str, int, int]]:
    """Bring so many turns into the database, and look."""
    folder = house.services.settings.data_dir / FOLDER

    def written() -> bool:
        lines = [file.read_text() for file in folder.glob("*.jsonl")]
        return "".join(lines).count('"turn"') == turns

    assert soon(written)
    for duty in (journal, suspicions):
        duty.run(house.services)
    with house.services.engine.connect() as connection:
        return [(one.postcode, one.callers, one.withheld) for one in listed(connection)]


def calls(house: House, number: str) -> Call:
    return house.telephone.calls(number, FAULT_LINE).hangs_up()


def test_five_customers_who_hear_of_no_fault_are_a_suspicion(town: House) -> None:
    live(town, TAMPERE)
    for caller in (0, 1, 2, 3, 3):
        calls(town, number_of(caller))
    assert suspected(town, turns=5) == []
    calls(town, number_of(4))
    town.telephone.calls("anonymous", FAULT_LINE).presses("1").presses(TAMPERE).hangs_up()
    assert suspected(town, turns=4) == [(TAMPERE, 5, 1)]


def test_customers_who_have_heard_of_a_fault_are_none_also_when_it_is_heard_no_more(
    town: House,
) -> None:
    live(town, "29900")
    for caller in range(6):
        calls(town, number_of(caller)).hears("sähkönjakelun häiriö")
    over = Correction("Eva", town.services.clock.now(), silent=True)
    correct(town.services, "grid", "F-1187", over)
    assert suspected(town, turns=6) == []
