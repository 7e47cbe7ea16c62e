"""The two duties of the journal."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.duties import journal, retention
from ivr.journal.buffer import Journal
from ivr.journal.store import newest
from ivr.queue.clock import look
from ivr.queue.duties import duties
from ivr.services import Services
from tests.ivr.house import SETTINGS
from tests.ivr.journal.turns import FIRST


@pytest.fixture(name="services")
def of_this_machine(engine: Engine, clock: StoppedClock, tmp_path: Path) -> Services:
    settings = replace(SETTINGS, linja_data_dir=str(tmp_path), linja_journal_days="30")
    return Services(settings, clock, engine)


def noted(services: Services, call_sid: str, days_ago: int) -> None:
    """A process of this machine notes a call."""
    own = Journal(services.settings.data_dir)
    at = services.clock.now() - timedelta(days=days_ago)
    own.note(replace(FIRST, call_sid=call_sid, at=at))
    own.close()


def held(services: Services) -> list[str]:
    """The calls in the database."""
    with services.engine.connect() as connection:
        return [call.call_sid for call in newest(connection)]


def test_what_was_noted_is_moved(services: Services) -> None:
    noted(services, "CA1", days_ago=0)
    journal.run(services)
    assert held(services) == ["CA1"]


def test_every_machine_moves_its_own(services: Services) -> None:
    duty = next(duty for duty in duties() if duty.name == "journal")
    noted(services, "CA1", days_ago=0)
    look(services, duty, "this machine")
    other = services.settings.data_dir / "another machine"
    beside = replace(services, settings=replace(services.settings, linja_data_dir=str(other)))
    noted(beside, "CA2", days_ago=1)
    look(beside, duty, "another machine")
    assert held(services) == ["CA1", "CA2"]


def test_calls_older_than_agreed_are_deleted(services: Services) -> None:
    for call_sid, days_ago in (("CA1", 29), ("CA2", 31)):
        noted(services, call_sid, days_ago)
    journal.run(services)
    retention.run(services)
    assert held(services) == ["CA1"]
