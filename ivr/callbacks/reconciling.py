"""Find out whether a call was made when nobody knows, before anybody rings again."""

from datetime import timedelta

import structlog
from sqlalchemy import Connection, select

from ivr.callbacks.attempts import doubt, note, place
from ivr.callbacks.ledger import Change, change
from ivr.callbacks.records import Attempt, attempt_of, find_attempt, find_callback
from ivr.callbacks.ringing import Ringer
from ivr.callbacks.settling import not_placed
from ivr.callbacks.sweeping import follow_up
from ivr.db.tables.callbacks import attempts
from ivr.failpoint import failpoint
from ivr.queue.leases import real_now
from ivr.twilio.rest import Found
from routing.callback import State

log = structlog.get_logger()

LOOKS = 2
"""Twilio's list lags behind: not being on it once means nothing (Twilio: Call resource)."""
BETWEEN_SECONDS = 5.0
SKEW = timedelta(minutes=2)
"""How far Twilio's clock and the database's may be apart."""


def doubt_abandoned(ringer: Ringer) -> None:
    """Doubt the calls of processes that have not come back within their lease."""
    with ringer.services.engine.begin() as connection:
        now = real_now(connection)
        left = select(attempts).where(attempts.c.state == "intent", attempts.c.lease_until <= now)
        rows = connection.execute(left.order_by(attempts.c.callback_id)).all()
        for row in rows:
            _doubt(connection, attempt_of(row), ringer)
        if rows:
            failpoint("doubt.before-commit")
    if rows:
        failpoint("doubt.after-commit")


def reconcile(ringer: Ringer) -> None:
    """Look for the calls in doubt; found ones are bound, those missed twice were never made."""
    for attempt in _to_look_for(ringer):
        try:
            found = _look(ringer, attempt)
        except Exception:
            log.exception("list of calls not read; nobody is rung again before it is")
            continue
        failpoint("reconcile.after-look")
        if _conclude(ringer, attempt, found) and found:
            _follow_up(ringer, attempt, found)


def _follow_up(ringer: Ringer, attempt: Attempt, found: Found) -> None:
    try:
        follow_up(ringer, attempt.id, found)
    except Exception:
        log.exception("call that was found not looked at; whoever sweeps will")


def _doubt(connection: Connection, attempt: Attempt, ringer: Ringer) -> None:
    callback = find_callback(connection, attempt.callback_id, locked=True)
    if not doubt(connection, attempt, real_now(connection)):
        return
    if callback and callback.state == State.RINGING:
        why = "whoever asked for the call has not come back"
        change(connection, callback, Change(State.UNKNOWN, why, ringer.services.clock.now()))


def _to_look_for(ringer: Ringer) -> list[Attempt]:
    doubt_seconds = float(ringer.services.settings.linja_call_doubt_seconds)
    waits = (doubt_seconds, min(BETWEEN_SECONDS, doubt_seconds))
    with ringer.services.engine.connect().execution_options(readonly=True) as connection:
        now = real_now(connection)
        rows = connection.execute(select(attempts).where(attempts.c.state == "unknown"))
        unknown = [attempt_of(row) for row in rows]
    return [
        attempt
        for attempt in unknown
        if (attempt.looked_at or attempt.claimed_at)
        + timedelta(seconds=waits[min(attempt.looks, LOOKS - 1)])
        <= now
    ]


def _look(ringer: Ringer, attempt: Attempt) -> Found | None:
    """Return the call that is this attempt's: between the same two, and no other attempt's."""
    since = attempt.claimed_at - SKEW
    shown = _shown_number(ringer, attempt)
    listed = ringer.rest.calls_to(attempt.number, shown, since) if shown else []
    with ringer.services.engine.connect().execution_options(readonly=True) as connection:
        sids = [found.sid for found in listed]
        owned = select(attempts.c.call_sid).where(attempts.c.call_sid.in_(sids))
        taken = set(connection.execute(owned).scalars())
    return next((found for found in listed if found.sid not in taken), None)


def _shown_number(ringer: Ringer, attempt: Attempt) -> str:
    """Return what the call showed; an attempt of an earlier version did not write that down."""
    if attempt.shown:
        return attempt.shown
    with ringer.services.engine.connect().execution_options(readonly=True) as connection:
        callback = find_callback(connection, attempt.callback_id)
    lines = ringer.rules().configuration.lines
    if callback is None:
        return ""
    line = lines.get(callback.line)
    return line.shown_number if line else callback.line


def _conclude(ringer: Ringer, seen: Attempt, found: Found | None) -> bool:
    """Write down what the look has shown, unless a webhook or another look was faster."""
    rules = ringer.rules()
    at = rules.now
    with ringer.services.engine.begin() as connection:
        callback = find_callback(connection, seen.callback_id, locked=True)
        attempt = find_attempt(connection, seen.id)
        if attempt is None or (attempt.state, attempt.looks) != ("unknown", seen.looks):
            return False
        if found:
            place(connection, attempt, found.sid, real_now(connection))
            if callback and callback.state == State.UNKNOWN:
                change(connection, callback, Change(State.RINGING, "found in the list", at))
        elif attempt.looks + 1 < LOOKS:
            note(connection, attempt, looks=attempt.looks + 1, looked_at=real_now(connection))
        else:
            not_placed(connection, attempt, rules.configuration, at)
        failpoint("reconcile.before-commit")
    failpoint("reconcile.after-commit")
    return True
