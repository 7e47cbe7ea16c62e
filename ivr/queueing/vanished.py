"""Callers in the line whose end was told to nobody: Twilio is asked, a few at a time."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, or_, select, update

from ivr.callbacks.hanging_up import hung_up
from ivr.db.tables.dispatch import waiting
from ivr.dispatch.dispatching import is_live
from ivr.journal.ended import Ended
from ivr.journal.store import add_ends
from ivr.queueing.store import SqlQueue
from ivr.services import Services
from ivr.twilio.rest import Rest

log = structlog.get_logger()

ASKED_EVERY = timedelta(minutes=5)
"""Twilio tells of an end at once, so that hardly anybody who waits for so long has gone."""
MOST_AT_ONCE = 20
BUSY_SECONDS = 20.0
"""Whoever is left while Twilio hardly answers is asked for next time."""


def let_go(services: Services, rest: Rest) -> int:
    """
    Ask for those who were not asked for the longest; return how many were gone.

    Others would hear that they wait behind them until an agent is free: nobody is rung for a
    caller who is gone. A call that cannot be looked at goes on, and keeps nobody from theirs.
    """
    gone, until = 0, time.monotonic() + BUSY_SECONDS
    for call_sid in _due(services):
        if time.monotonic() > until:
            break
        try:
            gone += _look(services, rest, call_sid)
        except Exception:
            log.exception("caller who waits not looked at", call_sid=call_sid)
    return gone


def _look(services: Services, rest: Rest, call_sid: str) -> bool:
    now = services.clock.now()
    asked = update(waiting).where(waiting.c.ref == call_sid).values(asked_at=now)
    with services.engine.begin() as connection:
        connection.execute(asked)
    if is_live(rest, call_sid):
        return False
    _is_gone(services, call_sid, now)
    return True


def _due(services: Services) -> Sequence[str]:
    since = services.clock.now() - ASKED_EVERY
    last = func.coalesce(waiting.c.asked_at, waiting.c.joined_at)
    due = (
        select(waiting.c.ref)
        .where(waiting.c.state == "waiting", waiting.c.kind == "call")
        .where(waiting.c.joined_at <= since)
        .where(or_(waiting.c.asked_at.is_(None), waiting.c.asked_at <= since))
        .order_by(last, waiting.c.ref)
        .limit(MOST_AT_ONCE)
    )
    with services.engine.connect().execution_options(readonly=True) as connection:
        return connection.execute(due).scalars().all()


def _is_gone(services: Services, call_sid: str, now: datetime) -> None:
    """Do what Twilio's word of it would have done."""
    log.warning("caller has hung up, and nobody told", call_sid=call_sid)
    add_ends(services.engine, [Ended(call_sid, now)])
    hung_up(services, call_sid, now)
    SqlQueue(services).gone(call_sid, now)  # the last: until then it is done again
