"""What a caller may be promised: when we shall ring, as far as the hours and the queue tell."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from ivr.callbacks.records import Callback
from ivr.callbacks.timing import next_ring, ring_until
from ivr.calls.ports import Asked
from ivr.clock import HELSINKI
from ivr.db.tables.callbacks import callbacks
from routing.callback import State

FIRST_TAKES = timedelta(minutes=20)
"""Who has less opening left is not promised today: a ring of ours may come to nothing."""
EACH_TAKES = timedelta(minutes=5)
"""What everybody takes who comes before: a whole talk, shared by the few of a team."""
AHEAD = (
    State.REQUESTED,
    State.DUE,
    State.OFFERED,
    State.RINGING,
    State.UNKNOWN,
    State.CONNECTED,
)
MOST_AHEAD = 300
"""With so many before them it is never today: nobody counts on."""


def promise(connection: Connection, asked: Asked, kept: Callback) -> dict[str, str]:
    """
    Return the value of a BookCallback's outcome.

    `open`: nobody is there now; `opens_at` is when we ring at the earliest. `today`: likely.
    `day`: there may be no time left today; `opens_at` is the day by which we ring.
    """
    line = asked.configuration.lines[kept.line]
    possible = next_ring(asked.configuration, line, kept.topic, kept.language, asked.now)
    at = max(kept.due_at, possible)
    tries = str(max(1, asked.configuration.callbacks.attempts - kept.counted))
    if possible > asked.now or not _is_today(at, asked.now):
        return {"when": "open", "opens_at": _local(at), "tries": tries}
    likely = _likely(asked, kept, at, FIRST_TAKES + EACH_TAKES * ahead(connection, kept, at))
    if _is_today(likely, asked.now):
        return {"when": "today", "tries": tries}
    return {"when": "day", "opens_at": _local(likely), "tries": tries}


def _likely(asked: Asked, kept: Callback, at: datetime, takes: timedelta) -> datetime:
    """Return the first time, from `at` on, after which there is so much time on the same day."""
    line = asked.configuration.lines[kept.line]
    while _is_today(at, asked.now):
        until = ring_until(asked.configuration, line, kept.topic, kept.language, at)
        if until - at >= takes:
            break
        at = next_ring(asked.configuration, line, kept.topic, kept.language, until)
    return at


def ahead(connection: Connection, kept: Callback, at: datetime) -> int:
    """Count whom we shall ring before, on this line, up to a limit."""
    before = select(callbacks.c.id).where(
        callbacks.c.state.in_([state.value for state in AHEAD]),
        callbacks.c.due_at <= at,
        callbacks.c.line == kept.line,
        callbacks.c.requested_at <= kept.requested_at,
        callbacks.c.id != kept.id,
    )
    query = select(func.count()).select_from(before.limit(MOST_AHEAD).subquery())
    return connection.execute(query).scalar_one()


def _is_today(at: datetime, now: datetime) -> bool:
    return at.astimezone(HELSINKI).date() == now.astimezone(HELSINKI).date()


def _local(at: datetime) -> str:
    return at.astimezone(HELSINKI).isoformat()
