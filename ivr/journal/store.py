"""The journal in the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from ivr.db.chunks import MOST
from ivr.db.tables.journal import call_turns, calls
from ivr.journal.ended import Ended
from ivr.journal.noted import FIRST_WAIT_TURN, MOST_WAIT_TURNS
from ivr.journal.written import Written

OF_FIRST_TURN = ("started_at", "places", "services")
Turns = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class CallHeld:
    """
    A call in the list. `verb` is what its last turn did; `erased`: the number is gone because its
    person is (of who withholds it, the places are none). `ended`: it is known to be over.
    """

    call_sid: str
    number: str
    line: str
    started_at: datetime
    turns: int
    language: str
    verb: str
    erased: bool = False
    ended: bool = False


def add(engine: Engine, lines: Sequence[Written]) -> None:
    """
    Keep turns, in one transaction; those that are there already stay as they are.

    Raises IntegrityError when another machine adds the same turn at this moment: do it again.
    """
    turns = {line.key: line.turn for line in reversed(lines)}
    sids = {call_sid for call_sid, _ in turns}
    with engine.begin() as connection:
        there = _turns_there(connection, sids)
        new = [dict(turn) for key, turn in turns.items() if key not in there]
        if new:
            connection.execute(insert(call_turns), new)
        known = _calls_there(connection, sids)
        began = _beginnings(lines, sids)
        unknown = [row for sid, row in began.items() if sid not in known]
        if unknown:
            connection.execute(insert(calls), unknown)
        for row in (row for sid, row in began.items() if sid in known):
            _correct_beginning(connection, row)


def add_ends(engine: Engine, ends: Sequence[Ended]) -> None:
    """Keep when calls ended; of a call that is not known, nothing is kept."""
    if not ends:
        return
    one = calls.c.call_sid == bindparam("sid")
    ending = update(calls).where(one, calls.c.ended_at.is_(None)).values(ended_at=bindparam("end"))
    # The same order everywhere: two machines then wait for each other at most, and never both.
    rows = [{"sid": sid, "end": at} for sid, at in sorted((one.call_sid, one.at) for one in ends)]
    for start in range(0, len(rows), MOST):
        with engine.begin() as connection:  # some at a time: calls write meanwhile
            connection.execute(ending, rows[start : start + MOST])


def newest(connection: Connection, number: str = "", most: int = 50) -> list[CallHeld]:
    """Return calls, the newest first; those of one number (E.164) if it is given."""
    query = select(calls).order_by(calls.c.started_at.desc(), calls.c.call_sid).limit(most)
    rows = connection.execute(query.where(calls.c.number == number) if number else query).all()
    return held_of(connection, rows)


def held_of(connection: Connection, rows: Turns) -> list[CallHeld]:
    """Read what is listed of these rows of `calls`."""
    last = _last_turns(connection, [row.call_sid for row in rows])
    return [
        CallHeld(
            row.call_sid,
            row.number,
            row.line,
            row.started_at,
            *last.get(row.call_sid, (0, "", "")),
            erased=not row.number and row.places is None,
            ended=row.ended_at is not None,
        )
        for row in rows
    ]


def turns_of(connection: Connection, call_sid: str) -> Turns:
    """Return a call's turns in their order, none if there is no such call."""
    query = select(call_turns).where(call_turns.c.call_sid == call_sid)
    return sorted(connection.execute(query).all(), key=lambda row: _order(row.turn))


def _order(turn: int) -> tuple[int, int]:
    """Put what was heard in the queue behind the turn that led there."""
    if turn < FIRST_WAIT_TURN:
        return turn, 0
    led_there, number = divmod(turn - FIRST_WAIT_TURN, MOST_WAIT_TURNS)
    return led_there, number + 1


def forget_numbers(connection: Connection, numbers: Collection[str]) -> None:
    """Erase these callers from their calls."""
    theirs = calls.c.number.in_(list(numbers))
    connection.execute(update(calls).where(theirs).values(number="", places=None, services=None))


def drop_before(engine: Engine, oldest: datetime) -> int:
    """Delete every call that began before this; return how many."""
    with engine.begin() as connection:
        old = select(calls.c.call_sid).where(calls.c.started_at < oldest)
        connection.execute(delete(call_turns).where(call_turns.c.call_sid.in_(old)))
        return connection.execute(delete(calls).where(calls.c.started_at < oldest)).rowcount


def _turns_there(connection: Connection, sids: Collection[str]) -> set[tuple[str, int]]:
    query = select(call_turns.c.call_sid, call_turns.c.turn)
    rows = connection.execute(query.where(call_turns.c.call_sid.in_(sids)))
    return {(row.call_sid, row.turn) for row in rows}


def _calls_there(connection: Connection, sids: Collection[str]) -> set[str]:
    query = select(calls.c.call_sid).where(calls.c.call_sid.in_(sids))
    return set(connection.execute(query).scalars())


def _beginnings(lines: Sequence[Written], sids: Collection[str]) -> dict[str, dict[str, Any]]:
    """Read of each call how it came in: from its first turn if that is here, else from any."""
    began: dict[str, dict[str, Any]] = {}
    for line in sorted(lines, key=_is_later):
        turn = line.turn
        if turn["call_sid"] in sids:
            row = {
                "call_sid": turn["call_sid"],
                "number": line.number,
                "line": turn["line"],
                "started_at": turn["at"],
                "places": line.places,
                "services": line.services,
            }
            began.setdefault(turn["call_sid"], row)
    return began


def _is_later(line: Written) -> bool:
    return line.places is None


def _correct_beginning(connection: Connection, row: Mapping[str, Any]) -> None:
    """A later turn may come before the first one, which another process has written."""
    if row["places"] is None:
        return
    this = (calls.c.call_sid == row["call_sid"], calls.c.number == row["number"])
    early = update(calls).where(*this, calls.c.places.is_(None))
    connection.execute(early.values({name: row[name] for name in OF_FIRST_TURN}))


def _last_turns(connection: Connection, sids: Collection[str]) -> dict[str, tuple[int, str, str]]:
    """
    Count each call's turns, and read the language and the verb of its last one.

    What was heard in the queue is none of them: while somebody waits, their last turn led there.
    """
    named = (call_turns.c.call_sid, call_turns.c.turn, call_turns.c.language, call_turns.c.verb)
    theirs = (call_turns.c.call_sid.in_(sids), call_turns.c.turn < FIRST_WAIT_TURN)
    found: dict[str, tuple[int, str, str]] = {}
    for row in connection.execute(select(*named).where(*theirs).order_by(call_turns.c.turn)):
        so_far, _, _ = found.get(row.call_sid, (0, "", ""))
        found[row.call_sid] = (so_far + 1, row.language, row.verb)
    return found
