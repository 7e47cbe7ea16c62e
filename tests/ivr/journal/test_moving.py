"""From a process to the database: nothing twice, nothing harmed, and no call waits."""

import json
import os
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Engine, event, select

from flows.verbs import Hangup, Speech, Turn
from ivr.db.tables.journal import call_turns, calls
from ivr.journal.buffer import FOLDER, Journal
from ivr.journal.ended import Ended
from ivr.journal.moving import move
from ivr.journal.noted import Noted
from ivr.journal.store import add_ends, drop_before, forget_numbers, newest, turns_of
from tests.ivr.journal.turns import AT, CALLER, FIRST


@pytest.fixture(name="journal")
def of_one_process(tmp_path: Path) -> Journal:
    return Journal(tmp_path)


def written(journal: Journal, *turns: Noted) -> None:
    """Note turns, and have them on the disk."""
    for turn in turns:
        journal.note(turn)
    journal.write()


def held(engine: Engine) -> list[tuple[str, int]]:
    """The turns in the database."""
    with engine.connect() as connection:
        query = select(call_turns.c.call_sid, call_turns.c.turn)
        return sorted((row.call_sid, row.turn) for row in connection.execute(query))


def dropped() -> float:
    """How many turns there was no room for."""
    return REGISTRY.get_sample_value("linja_journal_dropped_total") or 0


def test_what_was_noted_is_in_the_database(
    journal: Journal, engine: Engine, tmp_path: Path
) -> None:
    written(journal, FIRST, replace(FIRST, turn=1))
    assert move(tmp_path, engine) == 2
    with engine.connect() as connection:
        turns = turns_of(connection, "CA1")
        call = newest(connection)[0]
    assert [(turn.turn, turn.said[0]["text"]) for turn in turns] == [(0, "Hei."), (1, "Hei.")]
    assert (call.number, call.line, call.started_at, call.turns) == (CALLER, FIRST.line, AT, 2)
    assert list((tmp_path / FOLDER).glob("*.*")) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_a_later_turn_may_come_before_the_first_one(
    engine: Engine,
    tmp_path: Path,
    at_once: bool,
) -> None:
    first = replace(FIRST, places=("33100",), services=("water",))
    later = replace(FIRST, turn=1, at=AT + timedelta(seconds=9))
    for number, turn in enumerate((later, first)):  # each from a process of its own
        own = Journal(tmp_path / str(0 if at_once else number))
        written(own, turn)
        own.close()
    for number in range(2):
        move(tmp_path / str(number), engine)
    with engine.connect() as connection:
        (call,) = connection.execute(select(calls)).all()
    assert (call.started_at, call.places, call.services) == (AT, ["33100"], ["water"])


def test_who_was_erased_does_not_come_back_with_a_turn_that_is_late(
    engine: Engine, journal: Journal, tmp_path: Path
) -> None:
    written(journal, replace(FIRST, turn=1))
    move(tmp_path, engine)
    with engine.begin() as connection:
        forget_numbers(connection, [CALLER])
    written(journal, replace(FIRST, places=("33100",)))
    move(tmp_path, engine)
    with engine.connect() as connection:
        (call,) = connection.execute(select(calls)).all()
    assert (call.number, call.places) == ("", None)


def test_moving_when_there_is_nothing_does_nothing(engine: Engine, tmp_path: Path) -> None:
    assert move(tmp_path, engine) == 0


def test_a_turn_that_came_twice_is_there_once(engine: Engine, tmp_path: Path) -> None:
    written(Journal(tmp_path), FIRST, FIRST)
    written(Journal(tmp_path), FIRST)  # another process took the repeat
    move(tmp_path, engine)
    written(Journal(tmp_path), FIRST, replace(FIRST, turn=1))
    move(tmp_path, engine)
    assert held(engine) == [("CA1", 0), ("CA1", 1)]


def test_with_the_database_away_lines_wait_on_the_disk(
    journal: Journal, engine: Engine, tmp_path: Path
) -> None:
    written(journal, FIRST)
    with engine.begin() as connection:
        call_turns.drop(connection)
    for _ in range(2):
        with pytest.raises(Exception, match="no such table"):
            move(tmp_path, engine)
        written(journal, replace(FIRST, turn=1))
    with engine.begin() as connection:
        call_turns.create(connection)
    move(tmp_path, engine)
    move(tmp_path, engine)
    assert held(engine) == [("CA1", 0), ("CA1", 1)]


def test_a_process_goes_on_writing_after_its_file_was_taken(
    journal: Journal, engine: Engine, tmp_path: Path
) -> None:
    for number in range(3):
        written(journal, replace(FIRST, turn=number))
        move(tmp_path, engine)
    assert held(engine) == [("CA1", 0), ("CA1", 1), ("CA1", 2)]


def test_writing_and_moving_at_once_loses_nothing(engine: Engine, tmp_path: Path) -> None:
    journal = Journal(tmp_path)

    def write() -> None:
        for number in range(60):
            written(journal, replace(FIRST, turn=number))

    writer = Thread(target=write)
    writer.start()
    while writer.is_alive():
        move(tmp_path, engine)
    move(tmp_path, engine)
    assert held(engine) == [("CA1", number) for number in range(60)]


def test_a_torn_line_costs_itself_alone(journal: Journal, engine: Engine, tmp_path: Path) -> None:
    written(journal, FIRST)
    file = next((tmp_path / FOLDER).glob("*.jsonl"))
    torn = b'{"call_sid": "CA2", "turn": 0\n[]\nnull\n{"call_sid": "CA3", "turn": "x"}\n'
    torn += b'{"ended": "CA4"}\n'
    file.write_bytes(torn + file.read_bytes() + b'{"call')
    move(tmp_path, engine)
    assert held(engine) == [("CA1", 0)]


def test_a_turn_says_which_words_it_was_said_in_and_a_line_of_before_that_it_is_not_known(
    journal: Journal, engine: Engine, tmp_path: Path
) -> None:
    written(journal, replace(FIRST, bundle="0123456789abcdef"), replace(FIRST, turn=1))
    file = next((tmp_path / FOLDER).glob("*.jsonl"))
    new, old = (json.loads(line) for line in file.read_text().splitlines())
    del old["bundle"]
    file.write_text(f"{json.dumps(new)}\n{json.dumps(old)}\n")
    move(tmp_path, engine)
    with engine.connect() as connection:
        assert [turn.bundle for turn in turns_of(connection, "CA1")] == ["0123456789abcdef", ""]


def test_when_a_call_ended_is_kept_whichever_process_is_read_first(
    engine: Engine, tmp_path: Path
) -> None:
    ended = Journal(tmp_path)
    ended.note(Ended("CA1", AT + timedelta(seconds=40)))
    ended.note(Ended("CA-unknown", AT))
    ended.write()
    file = next((tmp_path / FOLDER).glob("*.jsonl"))
    file.rename(file.with_name("0-first.jsonl"))
    written(Journal(tmp_path), FIRST)
    move(tmp_path, engine)
    with engine.connect() as connection:
        (call,) = connection.execute(select(calls)).all()
    assert call.ended_at == AT + timedelta(seconds=40)


def test_the_first_end_of_a_call_holds(journal: Journal, engine: Engine, tmp_path: Path) -> None:
    written(journal, FIRST)
    for seconds in (5, 90):
        journal.note(Ended("CA1", AT + timedelta(seconds=seconds)))
        journal.write()
        move(tmp_path, engine)
    with engine.connect() as connection:
        assert connection.execute(select(calls.c.ended_at)).scalar() == AT + timedelta(seconds=5)


def test_many_ends_leave_room_for_calls_to_write_between_them_and_the_first_holds(
    journal: Journal, engine: Engine, tmp_path: Path
) -> None:
    written(journal, FIRST)
    move(tmp_path, engine)
    begun: list[object] = []
    event.listen(engine, "begin", begun.append)
    many = [Ended(f"CB{number}", AT) for number in range(1200)]
    add_ends(engine, [Ended("CA1", AT + timedelta(seconds=9)), *many, Ended("CA1", AT)])
    assert len(begun) == 3
    with engine.connect() as connection:
        assert connection.execute(select(calls.c.ended_at)).scalar() == AT


def test_no_line_is_refused_for_its_length_or_a_nul(engine: Engine, tmp_path: Path) -> None:
    speech = Speech("k\x00", "fi", ("a\x00b",))
    long = replace(FIRST, call_sid="C" * 500, step="s" * 500, did=Turn((speech,), Hangup()))
    written(Journal(tmp_path), long)
    move(tmp_path, engine)
    assert held(engine) == [("C" * 64, 0)]


def test_noting_never_waits_and_what_is_too_much_is_counted(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.journal.buffer.WRITE_EVERY_SECONDS", 60.0)
    before, began = dropped(), time.monotonic()
    for number in range(10_100):
        journal.note(replace(FIRST, turn=number))
    assert time.monotonic() - began < 2
    assert dropped() - before == 100


def test_a_disk_that_is_full_keeps_lines_waiting_and_harms_none(
    journal: Journal, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(journal, FIRST)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    written(journal, replace(FIRST, turn=1))
    file = next((tmp_path / FOLDER).glob("*.jsonl"))
    assert [json.loads(line)["turn"] for line in file.read_text().splitlines()] == [0]
    monkeypatch.undo()
    written(journal, replace(FIRST, turn=2))
    journal.write()
    move(tmp_path, engine)
    assert held(engine) == [("CA1", 0), ("CA1", 1), ("CA1", 2)]


def test_a_file_that_nobody_moves_does_not_fill_the_disk(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.journal.buffer.MOST_BYTES", 1_000)
    before = dropped()
    for number in range(10):
        written(journal, replace(FIRST, turn=number))
    file = next((tmp_path / FOLDER).glob("*.jsonl"))
    kept = file.read_text().splitlines()
    assert file.stat().st_size <= 1_000
    assert len(kept) + dropped() - before == 10


def test_calls_are_listed_newest_first_and_by_number(engine: Engine, tmp_path: Path) -> None:
    other = replace(FIRST, call_sid="CA2", number="", at=AT.replace(hour=9))
    written(Journal(tmp_path), FIRST, other)
    move(tmp_path, engine)
    with engine.connect() as connection:
        assert [call.call_sid for call in newest(connection)] == ["CA2", "CA1"]
        assert [call.call_sid for call in newest(connection, CALLER)] == ["CA1"]
        assert [call.call_sid for call in newest(connection, most=1)] == ["CA2"]


def test_who_is_forgotten_is_in_no_row_but_the_call_is(engine: Engine, tmp_path: Path) -> None:
    written(Journal(tmp_path), FIRST)
    move(tmp_path, engine)
    with engine.begin() as connection:
        forget_numbers(connection, [CALLER])
        rows = [*connection.execute(select(calls)), *connection.execute(select(call_turns))]
    assert len(rows) == 2
    assert not any(CALLER in str(value) for row in rows for value in row)


def test_calls_of_long_ago_are_deleted_whole(engine: Engine, tmp_path: Path) -> None:
    newer = replace(FIRST, call_sid="CA2", at=AT.replace(hour=9))
    written(Journal(tmp_path), FIRST, newer)
    move(tmp_path, engine)
    assert drop_before(engine, AT.replace(minute=30)) == 1
    assert held(engine) == [("CA2", 0)]
