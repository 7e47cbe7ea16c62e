"""What an agent may change of a callback, each change with their name."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, select, update

from ivr.audit.log import Told, note
from ivr.callbacks.ledger import Change, change, renumber
from ivr.callbacks.records import Callback, find_callback
from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.dispatch import waiting
from ivr.web.words import word
from routing.callback import State

WAITING = frozenset({State.REQUESTED, State.DUE, State.WAITING_RETRY})
"""Only while nobody is being rung can a callback's time or number be changed."""

Deed = Callable[[Connection, Callback], None]


class NotDone(Exception):
    """It could not be done; the message says why."""


def ring_at(at: datetime, by: str, now: datetime) -> Deed:
    """
    Ring at another time; what waited for its next try is due at once when that is now.

    What stands in the line leaves it until then, unless that is now.
    """

    def deed(connection: Connection, one: Callback) -> None:
        if State(one.state) is State.OFFERED and at <= now:
            return
        one = _out_of_line(connection, one, by, now)
        _waits(one)
        this = update(callbacks).where(callbacks.c.id == one.id, callbacks.c.state == one.state)
        connection.execute(this.values(due_at=at, held_until=None))
        what = "callback.now" if at <= now else "callback.later"
        _note(connection, what, one, by, now, ({"due_at": one.due_at}, {"due_at": at}))
        if State(one.state) is State.WAITING_RETRY and at <= now:
            change(connection, one, Change(State.DUE, "rung now by an agent", now, by))
        if State(one.state) is State.REQUESTED and at > now:
            # Its time would be worked out anew when hours are changed.
            change(connection, one, Change(State.DUE, "a time was chosen at a desk", now, by))

    return deed


def ring_number(number: str, by: str, now: datetime) -> Deed:
    """Ring another number, in E.164 and allowed."""

    def deed(connection: Connection, one: Callback) -> None:
        one = _out_of_line(connection, one, by, now)
        _waits(one)
        if not renumber(connection, one, number, now):
            raise NotDone(word("desk.refused.changed"))
        _note(connection, "callback.number", one, by, now, (None, None))

    return deed


def cancel(reason: str, by: str, now: datetime) -> Deed:
    """End it without ringing any more."""

    def deed(connection: Connection, one: Callback) -> None:
        if not change(connection, one, Change(State.CANCELLED_BY_STAFF, reason, now, by)):
            raise NotDone(word("desk.refused.changed"))
        after = {"state": State.CANCELLED_BY_STAFF.value}
        _note(connection, "callback.cancelled", one, by, now, ({"state": one.state}, after))

    return deed


def _out_of_line(connection: Connection, one: Callback, by: str, now: datetime) -> Callback:
    """Let it leave the line of people; it stands in it again when it is due."""
    if State(one.state) is not State.OFFERED:
        return one
    place = select(waiting.c.state).where(waiting.c.ref == one.id)
    if connection.execute(place).scalar() == "offered":
        raise NotDone(word("desk.refused.offered"))
    change(connection, one, Change(State.DUE, "changed at a desk", now, by))
    return find_callback(connection, one.id, locked=True) or one


def _note(
    connection: Connection,
    what: str,
    one: Callback,
    by: str,
    now: datetime,
    told: tuple[Told, Told],
) -> None:
    """Reasons stand with the callback: what an agent writes may name its caller."""
    before, after = told
    note(connection, who=by, what=what, about=one.id, before=before, after=after, at=now)


def _waits(one: Callback) -> None:
    if State(one.state) not in WAITING:
        raise NotDone(f"It is {one.state}: nothing can be changed while that lasts.")
