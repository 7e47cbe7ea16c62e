"""
Hold the callbacks and text messages that are open, and release them.

What a backup says is open may have been kept since it was made; nobody is rung or sent anything a
second time for it before somebody has looked. What is asked for afterwards is done as ever.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from ivr.callbacks.records import Callback, callback_of
from ivr.db.tables.callbacks import STILL_OPEN, callbacks
from ivr.db.tables.messages import STILL_OPEN as STILL_TO_SEND
from ivr.db.tables.messages import repair_messages
from ivr.messages.records import Message, message_of

UNTIL_RELEASED = datetime(9998, 1, 1, tzinfo=UTC)
"""Later than any other reason for which nobody is rung."""


def hold(connection: Connection) -> int:
    """Do nothing for those who are waiting now; return how much that is."""
    calls = update(callbacks).where(STILL_OPEN).values(held_until=UNTIL_RELEASED)
    texts = update(repair_messages).where(STILL_TO_SEND).values(held=True)
    return sum(connection.execute(one).rowcount for one in (calls, texts))


def held(connection: Connection) -> list[Callback]:
    """Return the callbacks that are open and held, the oldest first."""
    theirs = callbacks.c.held_until == UNTIL_RELEASED
    query = select(callbacks).where(theirs, STILL_OPEN)
    order = (callbacks.c.requested_at, callbacks.c.id)
    return [callback_of(row) for row in connection.execute(query.order_by(*order))]


def held_messages(connection: Connection) -> list[Message]:
    """Return the text messages that are open and held, the oldest first."""
    query = select(repair_messages).where(repair_messages.c.held.is_(True), STILL_TO_SEND)
    order = (repair_messages.c.asked_at, repair_messages.c.id)
    return [message_of(row) for row in connection.execute(query.order_by(*order))]


def release(connection: Connection, ids: Collection[str] = ()) -> int:
    """Let those of these ids be rung and sent again, or all of them; return how many it was."""
    calls = update(callbacks).where(callbacks.c.held_until == UNTIL_RELEASED, STILL_OPEN)
    texts = update(repair_messages).where(repair_messages.c.held.is_(True), STILL_TO_SEND)
    if ids:
        calls = calls.where(callbacks.c.id.in_(ids))
        texts = texts.where(repair_messages.c.id.in_(ids))
    both = (calls.values(held_until=None), texts.values(held=False))
    return sum(connection.execute(one).rowcount for one in both)
