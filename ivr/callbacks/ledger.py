"""Every change of a callback's state: checked against the table of states, written with why."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from ivr.callbacks.records import Callback, open_between
from ivr.db.tables.callbacks import callback_events, callbacks
from ivr.db.tables.dispatch import waiting, waiting_teams
from routing.callback import State, move

CALLER = "caller"
LINJA = "linja"


@dataclass(frozen=True, slots=True)
class Request:
    """
    A callback that is asked for. `asked_by` is empty when the caller's number was withheld.

    `requested_at` is the start of the original call, `due_at` when we would ring first.
    """

    number: str
    asked_by: str
    line: str
    language: str
    requested_at: datetime
    due_at: datetime
    topic: str = "any"
    place: str = ""
    heard: str = ""
    behalf: bool = False
    urgent: bool = False
    call_sid: str = ""
    configured: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What a callback becomes: `why` is a word of ours or a sentence of a person's."""

    to: State
    why: str
    at: datetime
    who: str = LINJA


def book(
    connection: Connection, request: Request, at: datetime, why: str, who: str = CALLER
) -> Callback:
    """
    Write a request down, unless one is open for the number on the line; return the open one.

    Raises IntegrityError when another machine does the same at this moment: do it again then.
    """
    there = open_between(connection, request.number, request.line)
    if there:
        return there
    made = Callback(
        id=secrets.token_hex(8),
        number=request.number,
        asked_by=request.asked_by,
        line=request.line,
        language=request.language,
        topic=request.topic,
        place=request.place,
        heard=request.heard,
        behalf=request.behalf,
        urgent=request.urgent,
        call_sid=request.call_sid,
        state=State.REQUESTED.value,
        reason="",
        requested_at=request.requested_at,
        due_at=request.due_at,
        configured=request.configured,
        counted=0,
        tried_at=None,
        epoch=0,
        held_until=None,
    )
    row = {name: getattr(made, name) for name in Callback.__dataclass_fields__}
    connection.execute(insert(callbacks).values(row))
    _write_event(connection, made.id, "", Change(State.REQUESTED, why, at, who))
    return made


def change(connection: Connection, callback: Callback, to: Change, **values: Any) -> bool:
    """
    Change a callback's state if it is still as it was read; False if it is not.

    What stood in the line of people stands there no more, unless it is rung for the agent who has
    taken it. `values` are other columns to set. Raises BadMove.
    """
    after = move(State(callback.state), to.to).value
    unchanged = (
        callbacks.c.id == callback.id,
        callbacks.c.state == callback.state,
        callbacks.c.epoch == callback.epoch,
    )
    write = update(callbacks).where(*unchanged).values(state=after, reason=to.why, **values)
    if connection.execute(write).rowcount != 1:
        return False
    _write_event(connection, callback.id, callback.state, to)
    if callback.state == State.OFFERED and to.to != State.RINGING:
        _leave_line(connection, callback.id, to.at)
    return True


def renumber(connection: Connection, callback: Callback, number: str, at: datetime) -> bool:
    """
    Ring another number from now on, as the caller said; False if it is not as it was read.

    It has all its attempts anew: those that were used were another telephone's.
    """
    unchanged = (callbacks.c.id == callback.id, callbacks.c.state == callback.state)
    anew = {"number": number, "counted": 0, "tried_at": None}
    if connection.execute(update(callbacks).where(*unchanged).values(anew)).rowcount != 1:
        return False
    same = Change(State(callback.state), "another number given", at, CALLER)
    _write_event(connection, callback.id, callback.state, same)
    _show_number(connection, callback.id, number)
    return True


def _show_number(connection: Connection, id_: str, number: str) -> None:
    """Whoever is asked to ring them sees on the card which telephone will ring."""
    card = connection.execute(select(waiting.c.card).where(waiting.c.ref == id_)).scalar()
    if card:
        named = update(waiting).where(waiting.c.ref == id_)
        connection.execute(named.values(card={**card, "number": number}))


def put_off(connection: Connection, callback: Callback, due_at: datetime, to: Change) -> bool:
    """
    Let a callback be due at a later time; False if it is not as it was read.

    Due with its time ahead, it is not looked at anew when hours are changed before then.
    """
    if callback.state != State.DUE:
        return change(connection, callback, to, due_at=due_at)
    unchanged = (callbacks.c.id == callback.id, callbacks.c.state == callback.state)
    write = update(callbacks).where(*unchanged).values(due_at=due_at, reason=to.why)
    if connection.execute(write).rowcount != 1:
        return False
    _write_event(connection, callback.id, callback.state, to)
    return True


def _leave_line(connection: Connection, callback_id: str, at: datetime) -> None:
    """End its place with its state. Whoever dispatches ends what an agent is being asked."""
    place = waiting.c.ref == callback_id, waiting.c.state == "waiting"
    gone = {"state": "left", "left_at": at, "left_why": "cancelled"}
    left = update(waiting).where(*place).values(**gone).returning(waiting.c.id)
    for id_ in connection.execute(left).scalars().all():
        theirs = update(waiting_teams).where(waiting_teams.c.waiting_id == id_)
        connection.execute(theirs.values(waits=False))


def _write_event(connection: Connection, callback_id: str, before: str, to: Change) -> None:
    event = {
        "callback_id": callback_id,
        "from_state": before,
        "to_state": to.to.value,
        "why": to.why,
        "who": to.who,
        "at": to.at,
    }
    connection.execute(insert(callback_events).values(event))
