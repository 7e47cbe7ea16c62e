"""Callers with an open callback who call in themselves and reach a person of ours."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from ivr.backups.holding import UNTIL_RELEASED
from ivr.callbacks.ledger import CALLER, Change, change
from ivr.callbacks.records import attempt_on, callback_of
from ivr.db.tables.callbacks import STILL_OPEN, callbacks
from routing.callback import State

LONGEST_TALK = timedelta(minutes=61)
"""What a Dial of ours may last, and a minute: by then its end was told, or is lost."""


def hold(connection: Connection, call_sid: str, number: str, line: str, at: datetime) -> None:
    """
    Let the callbacks of a caller not ring while a person of ours takes their call.

    Our key alone closes nothing: the caller may hang up before the two are connected.
    """
    _set_held(connection, call_sid, number, line, at + LONGEST_TALK)


def release(connection: Connection, call_sid: str, number: str, line: str) -> None:
    """Let them ring as before: our key was pressed, but the two did not speak."""
    _set_held(connection, call_sid, number, line, None)


def serve(connection: Connection, call_sid: str, number: str, line: str, at: datetime) -> None:
    """
    Close the open callbacks of a caller of this line who has spoken with a person.

    Not on a call that we made: there the attempt decides what has become of its callback.
    """
    if not number or attempt_on(connection, call_sid):
        return
    query = select(callbacks).where(*_theirs(number, line)).with_for_update()
    for each in connection.execute(query).all():
        served = Change(State.SERVED_OTHERWISE, "called and spoke with a person", at, CALLER)
        change(connection, callback_of(each), served)


def _set_held(
    connection: Connection, call_sid: str, number: str, line: str, until: datetime | None
) -> None:
    if number and not attempt_on(connection, call_sid):
        theirs = update(callbacks).where(*_theirs(number, line), _is_ours())
        connection.execute(theirs.values(held_until=until))


def _is_ours() -> ColumnElement[bool]:
    """What a restored backup holds, people release."""
    until = callbacks.c.held_until
    return or_(until.is_(None), until < UNTIL_RELEASED)


def _theirs(number: str, line: str) -> tuple[Any, ...]:
    """Each side is found by an index of its own, however many callbacks are open."""
    on_line = (callbacks.c.line == line, STILL_OPEN)
    sides = (callbacks.c.number == number, callbacks.c.asked_by == number)
    return (or_(*(and_(side, *on_line) for side in sides)),)
