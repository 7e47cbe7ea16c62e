"""Outages that ended long ago go, so that what is held does not grow for ever."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select, tuple_

from ivr.db.tables.outages import corrections, outage_postcodes, outages

KEPT_FOR = timedelta(days=90)
"""Longer than any message waits for a repair, and than any source repeats itself."""
AT_ONCE = 500


def drop_ended(engine: Engine, now: datetime) -> int:
    """
    Delete what ended more than 90 days ago, and a person's word on it; return how many it was.

    A few at a time: a callback may want to be written down meanwhile.
    """
    dropped = 0
    while found := _drop_some(engine, now - KEPT_FOR):
        dropped += found
    return dropped


def _drop_some(engine: Engine, then: datetime) -> int:
    old = select(outages.c.source, outages.c.id).where(outages.c.settled_at < then)
    with engine.begin() as connection:
        keys = [tuple(row) for row in connection.execute(old.limit(AT_ONCE))]
        for table in (outage_postcodes, corrections, outages) if keys else ():
            named = tuple_(table.c.source, table.c.id).in_(keys)
            connection.execute(delete(table).where(named))
    return len(keys)
