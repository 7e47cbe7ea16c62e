"""Ask Twilio about calls of which no end was told, and cancel those that never began to ring."""

from datetime import timedelta

import structlog
from sqlalchemy import func, or_, select

from ivr.callbacks.attempts import OVER, RANKS, TERMINAL, note
from ivr.callbacks.records import Attempt, attempt_of, find_attempt
from ivr.callbacks.ringing import Ringer
from ivr.callbacks.settling import RESULTS, close_attempt, finish, is_undecided
from ivr.db.tables.callbacks import attempts
from ivr.failpoint import failpoint
from ivr.queue.leases import real_now
from ivr.twilio.rest import Found
from routing.retry import Result

log = structlog.get_logger()

QUEUED_SECONDS = 30.0
"""A call that Twilio has not begun by then would ring whenever it likes (Twilio: up to 24 h)."""
TALKED_SECONDS = 50
"""Longer than a whisper said twice: whoever was off the hook so long spoke with the customer."""
LOST_AFTER = timedelta(minutes=10)
"""How long a call that Twilio told us of may be missing before it is given up."""


def sweep(ringer: Ringer) -> None:
    """Look at every call that should have told us something by now."""
    for attempt in _silent(ringer):
        try:
            _look_at(ringer, attempt)
        except Exception:  # of this one alone: another may wait in Twilio's queue to be cancelled
            log.exception("call not looked at")


def _look_at(ringer: Ringer, attempt: Attempt) -> None:
    found = ringer.rest.find(attempt.call_sid or "")
    failpoint("sweep.after-look")
    if found is None:
        _miss(ringer, attempt)
    else:
        follow_up(ringer, attempt.id, found)


def follow_up(ringer: Ringer, attempt_id: str, found: Found) -> None:
    """Do what a status callback would have done."""
    if found.status == "queued" and ringer.rest.cancel(found.sid):
        failpoint("sweep.after-cancel")
        _close(ringer, attempt_id, "our_error")
    elif found.status in TERMINAL:
        _settle_talk(ringer, attempt_id, found)
        _close(ringer, attempt_id, RESULTS[found.status])
    else:
        _looked(ringer, attempt_id, RANKS.get(found.status, 0))


def _settle_talk(ringer: Ringer, attempt_id: str, found: Found) -> None:
    """Where nobody told whether the two spoke: whoever heard no more than a whisper did not."""
    with ringer.services.engine.connect().execution_options(readonly=True) as connection:
        attempt = find_attempt(connection, attempt_id)
        undecided = attempt is not None and is_undecided(connection, attempt)
    if not undecided or ringer.rest.longest_leg_seconds(found.sid) < TALKED_SECONDS:
        return
    with ringer.services.engine.begin() as connection:
        finish(connection, found.sid, ringer.services.clock.now())
        failpoint("talk.before-commit")
    failpoint("talk.after-commit")


def _silent(ringer: Ringer) -> list[Attempt]:
    look_seconds = float(ringer.services.settings.linja_call_look_seconds)
    with ringer.services.engine.connect().execution_options(readonly=True) as connection:
        now = real_now(connection)
        last = func.coalesce(attempts.c.looked_at, attempts.c.placed_at)
        soonest = now - timedelta(seconds=min(QUEUED_SECONDS, look_seconds))
        waiting = or_(last <= soonest, attempts.c.rank == OVER)
        query = select(attempts).where(attempts.c.state == "placed", waiting)
        placed = [attempt_of(row) for row in connection.execute(query)]
    late = now - timedelta(seconds=look_seconds)
    at_once = {0, OVER}
    return [each for each in placed if each.rank in at_once or _last(each) <= late.timestamp()]


def _last(attempt: Attempt) -> float:
    return (attempt.looked_at or attempt.placed_at or attempt.claimed_at).timestamp()


def _miss(ringer: Ringer, attempt: Attempt) -> None:
    with ringer.services.engine.connect().execution_options(readonly=True) as connection:
        lost = real_now(connection) - attempt.claimed_at > LOST_AFTER
    if lost:
        _close(ringer, attempt.id, "our_error")
    else:
        _looked(ringer, attempt.id, attempt.rank)


def _close(ringer: Ringer, attempt_id: str, result: Result) -> None:
    rules = ringer.rules()
    with ringer.services.engine.begin() as connection:
        attempt = find_attempt(connection, attempt_id)
        if attempt:
            close_attempt(connection, attempt, result, rules.configuration, rules.now)
        failpoint("sweep.before-commit")
    failpoint("sweep.after-commit")


def _looked(ringer: Ringer, attempt_id: str, rank: int) -> None:
    with ringer.services.engine.begin() as connection:
        attempt = find_attempt(connection, attempt_id)
        if attempt:
            now = real_now(connection)
            note(connection, attempt, looked_at=now, rank=max(rank, attempt.rank))
        failpoint("look.before-commit")
    failpoint("look.after-commit")
