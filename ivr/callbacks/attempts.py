"""Attempts: one row per call that we make for a callback, written before the call is asked for."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, or_, update

from ivr.callbacks.records import LIVE, Attempt, Callback, find_attempt
from ivr.db.tables.callbacks import attempts

RANKS = {"queued": 0, "initiated": 1, "ringing": 2, "in-progress": 3}
"""How far a call has come. What is in no order when it arrives is put in order by this."""
OVER = 4
"""The call has ended, and Twilio must still be asked whether the two spoke."""
TERMINAL = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


@dataclass(frozen=True, slots=True)
class Lease:
    """Until when, by the database's time, one process alone may say what became of an attempt."""

    real_now: datetime
    seconds: float

    @property
    def until(self) -> datetime:
        """When it ends."""
        return self.real_now + timedelta(seconds=self.seconds)


def intend(
    connection: Connection,
    callback: Callback,
    shown: str,
    at: datetime,
    lease: Lease,
    offer: str = "",
) -> Attempt:
    """
    Write down that a call is about to be asked for, with the number that it will show.

    An attempt for an agent who waits has the id of their `offer`: there is one for each. Raises
    IntegrityError when there is one, or when an attempt for this callback or number is live.
    """
    attempt = Attempt(
        id=offer or secrets.token_hex(16),
        callback_id=callback.id,
        number=callback.number,
        state="intent",
        epoch=callback.epoch,
        call_sid=None,
        at=at,
        claimed_at=lease.real_now,
        lease_until=lease.until,
        placed_at=None,
        looked_at=None,
        looks=0,
        rank=0,
        answered_at=None,
        connected_at=None,
        spoke_at=None,
        ended_at=None,
        reason="",
        shown=shown,
    )
    row = {name: getattr(attempt, name) for name in Attempt.__dataclass_fields__}
    connection.execute(insert(attempts).values(row))
    return attempt


def still_ours(connection: Connection, attempt: Attempt, real_now: datetime) -> Attempt | None:
    """Return the attempt anew if its lease has not passed to another, else None."""
    mine = (
        attempts.c.id == attempt.id,
        attempts.c.epoch == attempt.epoch,
        attempts.c.lease_until > real_now,
    )
    touched = update(attempts).where(*mine, LIVE).values(epoch=attempt.epoch)
    if connection.execute(touched).rowcount != 1:
        return None
    return find_attempt(connection, attempt.id)


def place(connection: Connection, attempt: Attempt, call_sid: str, real_now: datetime) -> bool:
    """
    Bind the call to its attempt; False if another call is bound or the attempt has ended.

    Whoever asked Twilio for the call and the call's own webhook may come in the same instant: the
    row decides and not what either has read of it.
    """
    ours = or_(attempts.c.call_sid.is_(None), attempts.c.call_sid == call_sid)
    placed_at = func.coalesce(attempts.c.placed_at, real_now)
    placed = {"state": "placed", "call_sid": call_sid, "placed_at": placed_at}
    return _write(connection, attempt.id, ours, LIVE, **placed)


def doubt(connection: Connection, attempt: Attempt, real_now: datetime) -> bool:
    """Note that nobody knows whether there is a call."""
    unsure = {"state": "unknown", "looked_at": real_now, "looks": 0}
    return _write(connection, attempt.id, attempts.c.state == "intent", **unsure)


def note(connection: Connection, attempt: Attempt, **values: Any) -> bool:
    """Write something about an attempt that has not ended."""
    return _write(connection, attempt.id, LIVE, **values)


def end(connection: Connection, attempt: Attempt, reason: str, at: datetime) -> bool:
    """Close an attempt; False if it was closed before."""
    return _write(connection, attempt.id, LIVE, state="ended", reason=reason, ended_at=at)


def _write(connection: Connection, attempt_id: str, *where: Any, **values: Any) -> bool:
    write = update(attempts).where(attempts.c.id == attempt_id, *where).values(**values)
    return connection.execute(write).rowcount == 1
