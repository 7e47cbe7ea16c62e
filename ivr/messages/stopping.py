"""Whoever says STOP gets nothing more from us until START."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert

from ivr.db.tables.messages import message_stops
from ivr.messages.ledger import CALLER, Change, change
from ivr.messages.records import has_stopped, lock_open_to
from routing.message import State

STOPPABLE = frozenset({State.WAITING, State.DUE})


def stop(connection: Connection, number: str, word: str, at: datetime, *, but: str = "") -> None:
    """
    Keep that a number wants no messages, and withdraw what is to come to it.

    Raises IntegrityError when it says so twice at once: do it again then. `but`: a message that
    the caller of this closes.
    """
    if not has_stopped(connection, number):
        connection.execute(insert(message_stops).values(number=number, word=word, at=at))
    for message in lock_open_to(connection, [number]):
        if message.id != but and message.state in STOPPABLE:
            change(connection, message, Change(State.WITHDRAWN, word, at, CALLER))


def start(connection: Connection, number: str) -> None:
    """Let messages through again; what was withdrawn stays so."""
    connection.execute(delete(message_stops).where(message_stops.c.number == number))
