"""One callback from its beginning: every change and call of ours, and who was asked to take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ivr.admin.callback_waits import Waits, waits_for
from ivr.callbacks.records import Attempt, Callback, attempts_of, find_callback
from ivr.db.tables.callbacks import callback_events
from ivr.db.tables.dispatch import offers, waiting, wrap_ups
from routing.callback import State, is_overdue
from routing.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Life:
    """All that is known of a callback. `events` are rows of `callback_events`, oldest first."""

    callback: Callback
    overdue: bool
    waits: Waits | None
    events: Sequence[Row[Any]]
    attempts: Sequence[Attempt]
    offers: Sequence[Row[Any]]


def life_of(
    connection: Connection, id_: str, configuration: Configuration, now: datetime
) -> Life | None:
    """Read it; None if there is none of this id."""
    one = find_callback(connection, id_)
    if one is None:
        return None
    return Life(
        one,
        is_overdue(State(one.state), one.due_at, now),
        waits_for(connection, one, configuration, now),
        _events(connection, id_),
        attempts_of(connection, id_),
        offers_of(connection, id_),
    )


def offers_of(connection: Connection, ref: str) -> Sequence[Row[Any]]:
    """Return to whom a call (its sid) or a callback (its id) was offered, and what they noted."""
    theirs = (
        select(offers, wrap_ups.c.code, wrap_ups.c.solved)
        .join(waiting, waiting.c.id == offers.c.waiting_id)
        .outerjoin(wrap_ups, wrap_ups.c.offer_id == offers.c.id)
    )
    query = theirs.where(waiting.c.ref == ref).order_by(offers.c.made_at)
    return connection.execute(query).all()


def _events(connection: Connection, id_: str) -> Sequence[Row[Any]]:
    theirs = select(callback_events).where(callback_events.c.callback_id == id_)
    return connection.execute(theirs.order_by(callback_events.c.id)).all()
