"""Callbacks as a desk shows them: those that are open, and the day's account of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from ivr.clock import HELSINKI
from ivr.db.tables.callbacks import attempts, callback_events, callbacks
from routing.callback import ENDED, OPEN, State, is_overdue

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Promise:
    """An open callback."""

    id: str
    number: str
    line: str
    language: str
    topic: str
    state: str
    requested_at: datetime
    due_at: datetime
    tries: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class Account:
    """
    Callbacks that were asked for since midnight in Helsinki, and where each of them is now.

    It adds up: `opened` is `ended` by state and `open` together.
    """

    opened: int
    open: int
    ended: Mapping[str, int]


def promises(connection: Connection, now: datetime) -> Sequence[Promise]:
    """Return the open ones: overdue first, then by when they are due."""
    found = [row for state in sorted(OPEN) for row in _first(connection, state)]
    soonest = sorted(found, key=lambda row: (row.due_at, row.requested_at))[:MOST_SHOWN]
    tries = tries_of(connection, [row.id for row in soonest])
    shown = [
        Promise(
            id=row.id,
            number=row.number,
            line=row.line,
            language=row.language,
            topic=row.topic,
            state=row.state,
            requested_at=row.requested_at,
            due_at=row.due_at,
            tries=tries.get(row.id, 0),
            overdue=is_overdue(State(row.state), row.due_at, now),
        )
        for row in soonest
    ]
    return sorted(shown, key=lambda promise: not promise.overdue)


def _first(connection: Connection, state: State) -> Sequence[Any]:
    """One state at a time is the order of an index, however many are open."""
    theirs = select(callbacks).where(callbacks.c.state == state.value)
    return connection.execute(theirs.order_by(callbacks.c.due_at).limit(MOST_SHOWN)).all()


def tries_of(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Count the attempts of each of these callbacks; those without any are not in it."""
    counted = select(attempts.c.callback_id, func.count()).where(attempts.c.callback_id.in_(ids))
    rows = connection.execute(counted.group_by(attempts.c.callback_id)).all()
    return {str(id_): int(many) for id_, many in rows}


def account(connection: Connection, now: datetime) -> Account:
    """Count the day's callbacks by what became of them."""
    midnight = now.astimezone(HELSINKI).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = (
        select(callback_events.c.callback_id)
        .where(callback_events.c.from_state == "", callback_events.c.at >= midnight)
        .where(callback_events.c.at < midnight + timedelta(days=1))
    )
    counted = (
        select(callbacks.c.state, func.count())
        .where(callbacks.c.id.in_(asked))
        .group_by(callbacks.c.state)
    )
    by_state = {str(state): int(count) for state, count in connection.execute(counted).all()}
    ended = {state: count for state, count in by_state.items() if State(state) in ENDED}
    still = sum(count for state, count in by_state.items() if State(state) in OPEN)
    return Account(opened=sum(by_state.values()), open=still, ended=ended)
