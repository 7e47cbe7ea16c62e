"""When the next call may be made: one pace over all machines, for agents and customers alike."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from ivr.db.tables.callbacks import pace

CALLS = "calls"


def take_moment(connection: Connection, now: datetime, every_seconds: float) -> float:
    """Take the next moment at which a call may be made; else say how long until then."""
    following = {"next_at": now + timedelta(seconds=every_seconds)}
    ours = (pace.c.name == CALLS, pace.c.next_at <= now)
    if connection.execute(update(pace).where(*ours).values(following)).rowcount:
        return 0.0
    next_at = _next_at(connection)
    if next_at is None:
        connection.execute(insert(pace).values(name=CALLS, **following))
        return 0.0
    return max(0.01, (next_at - now).total_seconds())


def book_moment(connection: Connection, now: datetime, every_seconds: float) -> float:
    """
    Take the next moment even if it is ahead, and say how long until then.

    Agents' calls are booked so: somebody waits on the line, and callbacks take what is left.
    """
    wait_seconds = take_moment(connection, now, every_seconds)
    if wait_seconds:
        following = now + timedelta(seconds=wait_seconds + every_seconds)
        connection.execute(update(pace).where(pace.c.name == CALLS).values(next_at=following))
    return wait_seconds


def _next_at(connection: Connection) -> datetime | None:
    return connection.execute(select(pace.c.next_at).where(pace.c.name == CALLS)).scalar()
