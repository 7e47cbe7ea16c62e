"""What becomes of a callback when an attempt has ended, or when the two have spoken."""

from datetime import datetime

from sqlalchemy import Connection, select

from ivr.callbacks.attempts import end, note
from ivr.callbacks.in_vain import alarm_in_vain, ended_before
from ivr.callbacks.ledger import Change, change
from ivr.callbacks.records import (
    LIVE,
    Attempt,
    Callback,
    attempt_on,
    find_attempt,
    find_callback,
)
from ivr.callbacks.timing import due_after
from ivr.db.tables.callbacks import attempts
from ivr.db.tables.legs import legs
from ivr.messages.unreached import tell_unreached
from routing.callback import State
from routing.configuration import Configuration
from routing.retry import Result, counts, retry_after

RESULTS: dict[str, Result] = {
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "our_error",
    "completed": "no_key",
}
"""Twilio's last status of a call on which our key was not pressed; a machine completes one too."""
TOLD = frozenset({"later", "not_me"})
OUR_OWN = frozenset({State.RINGING, State.UNKNOWN, State.CONNECTED})
"""States that an attempt has brought about, and that its end leads out of."""


def close_attempt(
    connection: Connection,
    attempt: Attempt,
    result: Result,
    configuration: Configuration,
    at: datetime,
) -> bool:
    """
    End an attempt, and let its callback become what follows; False if it had ended before.

    `result` counts only for a customer who did not press our key.
    """
    callback = find_callback(connection, attempt.callback_id, locked=True)
    attempt = find_attempt(connection, attempt.id) or attempt
    if attempt.spoke_at:
        result_kept = "spoke"
    elif attempt.connected_at:
        result_kept = result = "cut_off" if _was_taken(connection, attempt) else "nobody"
    else:
        result_kept = attempt.reason if attempt.reason in TOLD else result
    if not end(connection, attempt, result_kept, at):
        return False
    if callback and callback.state in OUR_OWN:
        _follow(connection, callback, attempt, result, configuration, at)
    return True


def not_placed(
    connection: Connection, attempt: Attempt, configuration: Configuration, at: datetime
) -> bool:
    """
    End an attempt of which surely no call was made.

    Its callback may ring again at once; if that happens again and again, less and less often.
    """
    callback = find_callback(connection, attempt.callback_id, locked=True)
    before = ended_before(connection, attempt.callback_id, "not_placed")
    if not end(connection, attempt, "not_placed", at):
        return False
    if callback and callback.state == State.UNKNOWN:
        wait = retry_after("not_placed", callback.counted, configuration.callbacks, before)
        due = max(callback.due_at, at + wait) if wait else callback.due_at
        change(connection, callback, Change(State.DUE, "surely no call was made", at), due_at=due)
        alarm_in_vain(connection, callback.id)
    return True


def give_up(connection: Connection, attempt: Attempt, why: str, at: datetime) -> None:
    """End an attempt to a number that cannot be rung, now or later."""
    callback = find_callback(connection, attempt.callback_id, locked=True)
    if end(connection, attempt, "number", at) and callback and callback.state == State.RINGING:
        change(connection, callback, Change(State.UNREACHABLE, why, at))


def finish(connection: Connection, call_sid: str, at: datetime) -> None:
    """Note that the two spoke on this call; if we made it for a callback, that is done."""
    attempt = attempt_on(connection, call_sid)
    if attempt:
        _speak_on(connection, attempt, at)


def is_undecided(connection: Connection, attempt: Attempt) -> bool:
    """
    Did a person of ours press the key, without anybody telling that the two spoke?

    Either the answer to the key was lost, or that to the end of their talk.
    """
    fresh = find_attempt(connection, attempt.id) or attempt
    taken = _was_taken(connection, fresh)
    return taken and fresh.connected_at is not None and fresh.spoke_at is None


def _speak_on(connection: Connection, attempt: Attempt, at: datetime) -> None:
    callback = find_callback(connection, attempt.callback_id, locked=True)
    if attempt.spoke_at is None:
        note(connection, attempt, spoke_at=at)
    if callback is None:
        return
    if callback.state in OUR_OWN:
        _finish(connection, callback, at)
    elif callback.state in {State.WAITING_RETRY, State.DUE} and not _rings_again(
        connection, callback
    ):
        late = Change(State.SERVED_OTHERWISE, "told late that the two had spoken", at)
        change(connection, callback, late)


def _was_taken(connection: Connection, attempt: Attempt) -> bool:
    """Our key was pressed on a leg of this call, but nobody told that the two spoke."""
    taken = select(legs.c.leg_sid).where(legs.c.call_sid == attempt.call_sid)
    return connection.execute(taken).first() is not None


def _rings_again(connection: Connection, callback: Callback) -> bool:
    live = select(attempts.c.id).where(attempts.c.callback_id == callback.id, LIVE)
    return connection.execute(live).first() is not None


def _follow(
    connection: Connection,
    callback: Callback,
    attempt: Attempt,
    result: Result,
    configuration: Configuration,
    at: datetime,
) -> None:
    if attempt.spoke_at:
        _finish(connection, callback, at)
        return
    callback = _known(connection, callback, at)
    theirs = attempt.number == callback.number  # else another number was given meanwhile
    counted = callback.counted + (counts(result) and theirs)
    before = ended_before(connection, callback.id, result) - 1  # this one has ended as well
    wait = retry_after(result, counted, configuration.callbacks, before)
    tried_at = attempt.at if counts(result) and theirs else callback.tried_at
    tried = {"counted": counted, "tried_at": tried_at}
    if wait is None:
        if change(connection, callback, Change(State.UNREACHABLE, result, at), **tried):
            tell_unreached(connection, callback, attempt, configuration, at)
        return
    due = due_after(configuration, callback, at + wait if theirs else at)
    change(connection, callback, Change(State.WAITING_RETRY, result, at), due_at=due, **tried)
    if not counts(result):
        alarm_in_vain(connection, callback.id)


def _finish(connection: Connection, callback: Callback, at: datetime) -> None:
    callback = _known(connection, callback, at)
    if callback.state == State.RINGING:
        change(connection, callback, Change(State.CONNECTED, "a person took the call", at))
        callback = _again(connection, callback)
    change(connection, callback, Change(State.DONE, "the two spoke", at))


def _known(connection: Connection, callback: Callback, at: datetime) -> Callback:
    if callback.state != State.UNKNOWN:
        return callback
    change(connection, callback, Change(State.RINGING, "found by its end", at))
    return _again(connection, callback)


def _again(connection: Connection, callback: Callback) -> Callback:
    found = find_callback(connection, callback.id, locked=True)
    if found is None:
        raise LookupError("a callback is never deleted")
    return found
