"""
Hold the callbacks that are open, and release them.

What a backup says is open may have been kept since it was made; nobody is rung a second time for
it before somebody has looked. Callbacks that are asked for afterwards are rung as ever.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from ivr.callbacks.records import Callback, callback_of
from ivr.db.tables.callbacks import STILL_OPEN, callbacks

UNTIL_RELEASED = datetime(9998, 1, 1, tzinfo=UTC)
"""Later than any other reason for which nobody is rung."""


def hold(connection: Connection) -> int:
    """Ring nobody of those who are waiting now; return how many they are."""
    held = update(callbacks).where(STILL_OPEN).values(held_until=UNTIL_RELEASED)
    return connection.execute(held).rowcount


def held(connection: Connection) -> list[Callback]:
    """Return those that are open and held, the oldest first."""
    theirs = callbacks.c.held_until == UNTIL_RELEASED
    query = select(callbacks).where(theirs, STILL_OPEN)
    order = (callbacks.c.requested_at, callbacks.c.id)
    return [callback_of(row) for row in connection.execute(query.order_by(*order))]


def release(connection: Connection, ids: Collection[str] = ()) -> int:
    """Let those of these ids be rung again, or all of them; return how many it was."""
    theirs = [callbacks.c.held_until == UNTIL_RELEASED]
    if ids:
        theirs.append(callbacks.c.id.in_(ids))
    return connection.execute(update(callbacks).where(*theirs).values(held_until=None)).rowcount
