"""What a backup says is open is rung for nobody before a person has looked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from flows.asks import BookCallback, ChangeCallback
from ivr.backups.copying import NotSqlite, copy
from ivr.backups.holding import held, hold, release
from ivr.callbacks import calling_in
from ivr.callbacks.ledger import Change, change
from ivr.clock import HELSINKI, StoppedClock
from ivr.commands import backup
from ivr.commands import hold as holding
from ivr.commands import release as releasing
from ivr.db.engine import open_engine
from ivr.services import Services
from routing.callback import State
from tests.ivr.callbacks.office import MATTI, Office, open_office

MONDAY_MORNING = datetime(2026, 11, 23, 8, 5, tzinfo=HELSINKI)
LIISA = "+358401110006"


@pytest.fixture
def office(demo: Engine, clock: StoppedClock) -> Iterator[Office]:
    """The customer service is open."""
    clock.at = MONDAY_MORNING
    with open_office(demo, clock) as opened:
        yield opened


def test_who_is_held_is_not_rung_until_released_and_others_are(office: Office) -> None:
    first = office.books()
    with office.engine.begin() as connection:
        assert hold(connection) == 1
        assert [one.id for one in held(connection)] == [first.id]
    assert office.rings() == 0
    office.books(LIISA)
    assert office.rings() == 1
    with office.engine.begin() as connection:
        assert release(connection, ["another"]) == 0
        assert release(connection, [first.id]) == 1
        assert held(connection) == []
    assert office.rings() == 1


def test_whoever_was_cancelled_meanwhile_is_not_counted_as_released(office: Office) -> None:
    first, second = office.books(), office.books(LIISA)
    with office.engine.begin() as connection:
        assert hold(connection) == 2
        rung = Change(State.CANCELLED_BY_STAFF, "rung on Sunday", office.now, "Aino")
        change(connection, first, rung)
        assert [one.id for one in held(connection)] == [second.id]
        assert release(connection) == 1


def test_a_caller_of_a_held_one_who_calls_in_and_does_not_speak_lets_it_not_go(
    office: Office, clock: StoppedClock
) -> None:
    first, now = office.books(), clock.now()
    with office.engine.begin() as connection:
        hold(connection)
        calling_in.hold(connection, "CA1", first.number, first.line, now)
        calling_in.release(connection, "CA1", first.number, first.line)
        assert [one.id for one in held(connection)] == [first.id]
    assert office.rings() == 0


@pytest.mark.parametrize("asked", [BookCallback(MATTI, "any"), ChangeCallback(LIISA)])
def test_whoever_asks_again_for_what_is_held_is_rung(
    office: Office, asked: BookCallback | ChangeCallback
) -> None:
    office.books()
    with office.engine.begin() as connection:
        hold(connection)
    assert office.asks(asked).status == "done"
    assert (office.rings(), len(office.all())) == (1, 1)


def test_a_restored_copy_rings_nobody_of_its_own_accord(
    office: Office, clock: StoppedClock, tmp_path: Path
) -> None:
    office.books()
    file = tmp_path / "copy.db"
    assert copy(office.engine, file) == 1
    assert sorted(path.name for path in tmp_path.glob("copy.db*")) == ["copy.db"]
    assert file.stat().st_mode & 0o077 == 0
    assert office.rings() == 1, "where it was copied from goes on"
    restored = open_engine(f"sqlite:///{file}")
    with open_office(restored, clock) as again:
        assert again.rings() == 0
        with restored.begin() as connection:
            assert release(connection) == 1
        assert again.rings() == 1
    restored.dispose()


def test_what_is_no_file_is_not_copied(tmp_path: Path) -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(NotSqlite):
        copy(engine, tmp_path / "copy.db")
    engine.dispose()


def test_as_typed(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services: Services = replace(office.house.services)
    for module in (backup, holding, releasing):
        monkeypatch.setattr(module, "open_services", lambda: services)
    kept = office.books()

    def run(command: object, *words: str) -> str:
        return CliRunner().invoke(command, list(words)).stdout  # type: ignore[arg-type]

    assert "1 open callbacks and messages are held in it" in run(
        backup.command, str(tmp_path / "copy.db")
    )
    assert run(releasing.command) == "None is held.\n"
    assert run(holding.command).startswith("1 held")
    listed = run(releasing.command)
    assert kept.id in listed
    assert kept.number not in listed
    assert run(releasing.command, "--all") == "1 released\n"
