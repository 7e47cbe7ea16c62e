"""What calls are told of callbacks, and what the customers whom we rang back told us."""

from datetime import datetime

from sqlalchemy import Connection

from flows.asks import Outcome, TellAttempt
from ivr.callbacks.attempts import note
from ivr.callbacks.in_vain import alarm_in_vain, ended_before
from ivr.callbacks.ledger import CALLER, Change, change
from ivr.callbacks.records import Attempt, Callback, find_attempt, find_callback, open_for_caller
from ivr.callbacks.stopped import stop_ringing
from ivr.callbacks.timing import due_after
from ivr.calls.ports import Asked
from ivr.clock import HELSINKI
from ivr.db.prepared import Reader
from routing.callback import State
from routing.retry import WAITS, retry_after

AGAIN = frozenset({State.WAITING_RETRY, State.DUE})


def find_theirs(connection: Connection | Reader, number: str, line: str) -> Outcome:
    """Tell of the caller's open callback on this line: who is rung, when, and when we tried."""
    theirs = open_for_caller(connection, number, line)
    if theirs is None:
        return Outcome("done")
    value = {"number": theirs.number}
    if theirs.tried_at and theirs.state in AGAIN:
        value["tried_at"] = theirs.tried_at.astimezone(HELSINKI).isoformat()
    if theirs.state == State.DUE:
        value["due_at"] = theirs.due_at.astimezone(HELSINKI).isoformat()
    return Outcome("done", value=value)


def tell_attempt(connection: Connection, asked: Asked, ask: TellAttempt) -> Outcome:
    """
    Keep what the customer answered. `refused`: the attempt is not the live one any more.

    After `later` and `not_me` the attempt lives on until the call has ended, so that nobody
    rings a telephone that is still held. After `not_me` this number is never rung again.
    """
    attempt = find_attempt(connection, asked.state.attempt)
    if attempt is None or attempt.call_sid != asked.call_sid:
        return Outcome("refused")
    callback = found_after_all(connection, attempt, asked.now)
    if callback is None:
        return Outcome("refused")
    if ask.said == "connected" and callback.state == State.CONNECTED:
        return Outcome("done")
    if callback.state != State.RINGING or attempt.state == "ended":
        return Outcome("refused")
    _tell(connection, asked, ask, callback, attempt)
    return Outcome("done")


def _tell(
    connection: Connection, asked: Asked, ask: TellAttempt, callback: Callback, attempt: Attempt
) -> None:
    now = asked.now
    match ask.said:
        case "connected":
            change(connection, callback, Change(State.CONNECTED, "our key", now, CALLER))
            note(connection, attempt, connected_at=now)
        case "later":
            _later(connection, asked, callback)
            note(connection, attempt, reason="later")
            alarm_in_vain(connection, callback.id)
        case "not_me":
            change(connection, callback, Change(State.CANCELLED_BY_CALLER, "not_me", now, CALLER))
            note(connection, attempt, reason="not_me")
            stop_ringing(connection, attempt.number, asked.call_sid, now)


def _later(connection: Connection, asked: Asked, callback: Callback) -> None:
    before = ended_before(connection, callback.id, "later")
    policy = asked.configuration.callbacks
    wait = retry_after("later", callback.counted, policy, before) or WAITS["later"]
    due = due_after(asked.configuration, callback, asked.now + wait)
    later = Change(State.WAITING_RETRY, "later", asked.now, CALLER)
    change(connection, callback, later, due_at=due)


def found_after_all(connection: Connection, attempt: Attempt, at: datetime) -> Callback | None:
    """Return the callback, locked; a webhook of its call ends any doubt whether there is one."""
    callback = find_callback(connection, attempt.callback_id, locked=True)
    if callback is None or callback.state != State.UNKNOWN or attempt.state == "ended":
        return callback
    change(connection, callback, Change(State.RINGING, "found by its webhook", at))
    return find_callback(connection, attempt.callback_id, locked=True)
