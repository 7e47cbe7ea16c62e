"""Callbacks and attempts as they stand in the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    bindparam,
    exists,
    or_,
    select,
)

from ivr.db.prepared import Prepared, Reader
from ivr.db.tables.callbacks import STILL_OPEN, attempts, callback_events, callbacks

_CALLER: ColumnElement[str] = bindparam("caller", type_=String)
_LINE = callbacks.c.line == bindparam("line")
_OF_CALLER = (
    select(callbacks)
    .where(
        # Each side is found by an index of its own, however many callbacks are open.
        or_(
            and_(callbacks.c.number == _CALLER, _LINE, STILL_OPEN),
            and_(callbacks.c.asked_by == _CALLER, _LINE, STILL_OPEN),
        )
    )
    .order_by(callbacks.c.number != _CALLER, callbacks.c.requested_at)
    .limit(1)
)
_OF_CALLER_READ = Prepared(_OF_CALLER)
LIVE = attempts.c.state != "ended"
RUNG = or_(
    exists().where(attempts.c.number == callbacks.c.number, LIVE),
    exists().where(attempts.c.callback_id == callbacks.c.id, LIVE),
)
"""Of a row of `callbacks`: does a call of ours to its number go on, or one of its own?"""


@dataclass(frozen=True, slots=True)
class Callback:
    """One row of `callbacks`, as that table describes it."""

    id: str
    number: str
    asked_by: str
    line: str
    language: str
    topic: str
    place: str
    heard: str
    behalf: bool
    urgent: bool
    call_sid: str
    state: str
    reason: str
    requested_at: datetime
    due_at: datetime
    configured: int
    counted: int
    tried_at: datetime | None
    epoch: int
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One row of `attempts`, as that table describes it."""

    id: str
    callback_id: str
    number: str
    state: str
    epoch: int
    call_sid: str | None
    at: datetime
    claimed_at: datetime
    lease_until: datetime
    placed_at: datetime | None
    looked_at: datetime | None
    looks: int
    rank: int
    answered_at: datetime | None
    connected_at: datetime | None
    spoke_at: datetime | None
    ended_at: datetime | None
    reason: str
    shown: str | None


def callback_of(row: Row[Any]) -> Callback:
    """Read a row."""
    return Callback(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it


def attempt_of(row: Row[Any]) -> Attempt:
    """Read a row."""
    return Attempt(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it


def find_callback(
    connection: Connection, callback_id: str, *, locked: bool = False
) -> Callback | None:
    """Return a callback, None if there is none of this id. `locked`: until we have committed."""
    query = select(callbacks).where(callbacks.c.id == callback_id)
    return _one_callback(connection, query.with_for_update() if locked else query)


def open_between(connection: Connection, number: str, line: str) -> Callback | None:
    """Return the open callback to this number on this line; there is at most one."""
    return _one_callback(connection, _open(line).where(callbacks.c.number == number))


def open_for_caller(connection: Connection | Reader, caller: str, line: str) -> Callback | None:
    """Return the open callback to this caller, else one that they asked to another number."""
    if not caller:
        return None
    rows = _OF_CALLER_READ.rows(connection, caller=caller, line=line)
    return Callback(**rows[0]) if rows else None


def lock_for_caller(connection: Connection, caller: str, line: str) -> Callback | None:
    """Return the same, locked until we have committed."""
    if not caller:
        return None
    query = _OF_CALLER.with_for_update().params(caller=caller, line=line)
    return _one_callback(connection, query)


def find_attempt(connection: Connection, attempt_id: str) -> Attempt | None:
    """Return an attempt, None if there is none of this id."""
    row = connection.execute(select(attempts).where(attempts.c.id == attempt_id)).first()
    return attempt_of(row) if row else None


def attempt_on(connection: Connection, call_sid: str) -> Attempt | None:
    """Return the attempt that this call is, None if we did not make it for a callback."""
    row = connection.execute(select(attempts).where(attempts.c.call_sid == call_sid)).first()
    return attempt_of(row) if row else None


def attempts_of(connection: Connection, callback_id: str) -> list[Attempt]:
    """Return every attempt of a callback, oldest first."""
    query = select(attempts).where(attempts.c.callback_id == callback_id)
    order = (attempts.c.at, attempts.c.claimed_at)  # business time may stand still
    return [attempt_of(row) for row in connection.execute(query.order_by(*order))]


def every_callback(connection: Connection) -> list[Callback]:
    """Return all of them, oldest first."""
    query = select(callbacks).order_by(callbacks.c.requested_at, callbacks.c.id)
    return [callback_of(row) for row in connection.execute(query)]


def events_of(connection: Connection, callback_id: str) -> list[tuple[str, str, str]]:
    """Return each change of a callback, oldest first: from, to, why."""
    events = callback_events
    query = select(events.c.from_state, events.c.to_state, events.c.why)
    rows = connection.execute(
        query.where(events.c.callback_id == callback_id).order_by(events.c.id)
    )
    return [(row.from_state, row.to_state, row.why) for row in rows]


def _open(line: str) -> Select[Any]:
    # To the letter as the index of the open ones has it: else all of them are looked through.
    return select(callbacks).where(callbacks.c.line == line, STILL_OPEN).limit(1)


def _one_callback(connection: Connection, query: Select[Any]) -> Callback | None:
    row = connection.execute(query).first()
    return callback_of(row) if row else None
