"""Claim one callback to be rung now, over all machines; nobody else gets it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, or_, select, update
from sqlalchemy.exc import IntegrityError

from ivr.callbacks.asked_first import desks_for
from ivr.callbacks.attempts import Lease, intend
from ivr.callbacks.caps import is_exempt, is_held, note_dial, only_counter
from ivr.callbacks.ledger import Change, change
from ivr.callbacks.numbers import judged
from ivr.callbacks.records import RUNG, Attempt, Callback, callback_of
from ivr.callbacks.stopped import STOPPED, has_stopped
from ivr.callbacks.timing import due_after
from ivr.callbacks.waking import Rules
from ivr.db.tables.callbacks import callbacks
from ivr.failpoint import failpoint
from ivr.queue.leases import real_now
from ivr.queue.pace import take_moment
from routing.callback import State
from routing.number_policy import Refused

log = structlog.get_logger()

LOOKS_AGAIN = timedelta(hours=1)
"""How long a callback waits whose line is not configured: nobody would answer for it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A callback that is ours to ring, and the attempt that says so."""

    callback: Callback
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Wait:
    """Something is due, but the last call was made only now."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast calls are made, and how long a claim is good for."""

    pace_seconds: float
    lease_seconds: float


def claim_next(engine: Engine, rules: Rules, limits: Limits) -> Claim | Wait | None:
    """
    Claim the callback whose original call is the oldest, urgent lines first; None: nothing is due.

    What may not be rung any more is refused, what has missed today's hours is put off, and what is
    over a cap waits.
    """
    try:
        with engine.begin() as connection:
            claimed = _claim(connection, rules, limits)
            if isinstance(claimed, Claim):
                failpoint("ring.before-claim")
    except IntegrityError:  # another machine rings this number, or made the row of the pace
        return Wait(0.05)
    if isinstance(claimed, Claim):
        failpoint("ring.after-claim")
    return claimed


def _claim(connection: Connection, rules: Rules, limits: Limits) -> Claim | Wait | None:
    only_counter(connection)
    callback = _next_allowed(connection, rules)
    if callback is None:
        return None
    now = real_now(connection)
    wait_seconds = take_moment(connection, now, limits.pace_seconds)
    if wait_seconds:
        return Wait(wait_seconds)
    return claim_this(connection, callback, rules, Lease(now, limits.lease_seconds)) or Wait(0.05)


def claim_this(
    connection: Connection, callback: Callback, rules: Rules, lease: Lease, offer: str = ""
) -> Claim | None:
    """
    Claim this one, for the agent of an `offer` if one waits; None: it is not as it was read.

    Raises IntegrityError when its number is being rung.
    """
    epoch = callback.epoch + 1
    if not change(connection, callback, Change(State.RINGING, "claimed", rules.now), epoch=epoch):
        return None
    ours = replace(callback, state=State.RINGING.value, epoch=epoch)
    shown = rules.configuration.lines[callback.line].shown_number
    attempt = intend(connection, ours, shown, rules.now, lease, offer)
    note_dial(connection, ours.number, attempt.id, rules)
    return Claim(ours, attempt)


def _next_allowed(connection: Connection, rules: Rules) -> Callback | None:
    passed: list[str] = []
    while True:
        row = connection.execute(_due(rules.now, passed)).first()
        if row is None:
            return None
        callback = callback_of(row)
        if not may_ring(connection, callback, rules):
            continue
        if not desks_for(callback, rules):
            return callback
        passed.append(callback.id)  # it stands in the line of people in a moment


def _due(now: datetime, passed: Collection[str]) -> Any:
    free = or_(callbacks.c.held_until.is_(None), callbacks.c.held_until <= now)
    query = select(callbacks).where(
        callbacks.c.state == State.DUE.value, callbacks.c.due_at <= now, free, ~RUNG
    )
    if passed:
        query = query.where(callbacks.c.id.not_in(passed))
    order = (callbacks.c.urgent.desc(), callbacks.c.requested_at, callbacks.c.id)
    return query.order_by(*order).limit(1).with_for_update(skip_locked=True)


def may_ring(connection: Connection, callback: Callback, rules: Rules) -> bool:
    """Look once more before dialling: hours pass, and what is allowed changes."""
    refused = _refusal(connection, callback, rules)
    if refused:
        change(connection, callback, Change(State.REFUSED, refused, rules.now))
        return False
    if callback.line not in rules.configuration.lines:
        log.error(
            "line of a callback is gone: put it back, or `linja callbacks cancel`",
            callback=callback.id,
        )
        _set(connection, callback, held_until=rules.now + LOOKS_AGAIN)
        return False
    due = due_after(rules.configuration, callback, rules.now)
    if due > rules.now:
        _set(connection, callback, due_at=due)
        return False
    return not is_held(connection, callback, rules)


def _refusal(connection: Connection, callback: Callback, rules: Rules) -> str:
    """Say why this number is not rung any more; empty: it may be."""
    decided = judged(callback.number, rules.configuration)
    if isinstance(decided, Refused):
        return decided.reason
    stopped = has_stopped(connection, callback.number) and not is_exempt(callback)
    return STOPPED if stopped else ""


def _set(connection: Connection, callback: Callback, **values: datetime) -> None:
    mine = callbacks.c.id == callback.id
    connection.execute(update(callbacks).where(mine).values(**values))
