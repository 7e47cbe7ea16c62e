"""Ask for a callback, cancel it, have another number rung."""

from datetime import UTC, datetime

from sqlalchemy import Connection, update

from flows.asks import BookCallback, ChangeCallback, Outcome
from ivr.backups.holding import UNTIL_RELEASED
from ivr.callbacks.choosing import offer_times
from ivr.callbacks.ledger import CALLER, Change, Request, book, change, renumber
from ivr.callbacks.numbers import judged
from ivr.callbacks.promising import promise
from ivr.callbacks.records import Callback, find_callback, lock_for_caller, open_between
from ivr.callbacks.stopped import STOPPED, has_stopped, ring_again
from ivr.callbacks.timing import due_after, next_ring
from ivr.calls.ports import Asked
from ivr.db.tables.callbacks import callbacks
from routing.callback import State
from routing.number_policy import RULES, Allowed, Refused

OWN_STOPPED = "own-stopped"


def book_callback(connection: Connection, asked: Asked, ask: BookCallback) -> Outcome:
    """
    Write it down, unless one is open for the caller on this line: then that one is told of.

    A caller has one: who names another number has that one rung instead. The place in the
    queue is that of the first call, not of the moment when a key was pressed. A number that was
    never to be rung again is refused; only who calls from it may let it be rung again.
    """
    decided = judged(ask.number, asked.configuration)
    if isinstance(decided, Refused):
        return Outcome("refused", value={"reason": decided.reason})
    if _is_stopped(connection, asked, decided.e164, lift=ask.lift):
        own = decided.e164 == asked.state.caller.number
        return Outcome("refused", value={"reason": OWN_STOPPED if own else STOPPED})
    theirs = lock_for_caller(connection, asked.state.caller.number, asked.state.line)
    if theirs:
        kept = _move(connection, asked, theirs, decided.e164)
    else:
        request = _request(asked, decided, ask.topic)
        kept = book(connection, request, asked.now, why=f"asked for, allowed by {RULES}")
    _let_go(connection, kept)
    times = offer_times(connection, asked, kept) if ask.times else {}
    return Outcome("done", value={**promise(connection, asked, kept), **times})


def change_callback(connection: Connection, asked: Asked, ask: ChangeCallback) -> Outcome:
    """Cancel the caller's open callback, or have another number rung; `refused` without one."""
    state = asked.state
    theirs = lock_for_caller(connection, state.caller.number, state.line)
    if theirs is None:
        return Outcome("refused")
    if not ask.number:
        change(
            connection, theirs, Change(State.CANCELLED_BY_CALLER, "in a call", asked.now, CALLER)
        )
        return Outcome("done")
    decided = judged(ask.number, asked.configuration)
    if isinstance(decided, Refused):
        return Outcome("refused", value={"reason": decided.reason})
    if _is_stopped(connection, asked, decided.e164):
        return Outcome("refused", value={"reason": STOPPED})
    _let_go(connection, _move(connection, asked, theirs, decided.e164))
    return Outcome("done")


def _is_stopped(connection: Connection, asked: Asked, number: str, *, lift: bool = False) -> bool:
    """Must this number not be rung? An urgent line refuses nobody who asks for their own."""
    own = number == asked.state.caller.number
    if own and lift:
        ring_again(connection, number)
    if own and asked.configuration.lines[asked.state.line].urgent:
        return False
    return has_stopped(connection, number)


def _request(asked: Asked, number: Allowed, topic: str) -> Request:
    state, line = asked.state, asked.configuration.lines[asked.state.line]
    due = next_ring(asked.configuration, line, topic, state.language, asked.now)
    return Request(
        number=number.e164,
        asked_by=state.caller.number,
        line=line.number,
        language=state.language,
        requested_at=datetime.fromtimestamp(state.started_at, UTC),
        due_at=due,
        topic=topic,
        place=state.place,
        heard=state.heard,
        behalf=state.behalf,
        urgent=line.urgent,
        call_sid=asked.call_sid,
        configured=asked.configured,
    )


def _move(connection: Connection, asked: Asked, theirs: Callback, number: str) -> Callback:
    """Ring another number. If a callback to that one is open, the two become one."""
    there = open_between(connection, number, theirs.line)
    if there is None:
        renumber(connection, theirs, number, asked.now)
        if theirs.state == State.WAITING_RETRY:  # that wait was for the other telephone
            due = due_after(asked.configuration, theirs, asked.now)
            _set(connection, theirs, due_at=due)
        return find_callback(connection, theirs.id) or theirs
    if there.id != theirs.id:
        why = "there was a callback to the number that was given"
        change(connection, theirs, Change(State.SERVED_OTHERWISE, why, asked.now, CALLER))
        _set(connection, there, requested_at=min(there.requested_at, theirs.requested_at))
    return there


def _let_go(connection: Connection, callback: Callback) -> None:
    """What a restored backup holds is asked for now: whatever was done before, they want it."""
    if callback.held_until == UNTIL_RELEASED:
        _set(connection, callback, held_until=None)


def _set(connection: Connection, callback: Callback, **values: object) -> None:
    connection.execute(update(callbacks).where(callbacks.c.id == callback.id).values(**values))
