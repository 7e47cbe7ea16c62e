"""Forget what was noted long ago; what is younger than a year the database keeps by itself."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete

from ivr.db.tables.audit import audit
from ivr.queue.leases import real_now

SHORTEST = timedelta(days=366)


def drop_before(engine: Engine, before: datetime) -> None:
    """Delete what is older than that, and than a year, whatever business time says."""
    with engine.begin() as connection:
        until = min(before, real_now(connection) - SHORTEST)
        connection.execute(delete(audit).where(audit.c.at < until))
