"""Let one of several machines at a time do a thing."""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ivr.db.tables.leases import leases


def take(engine: Engine, name: str, holder: str, seconds: float) -> bool:
    """
    Hold a lease for so many seconds from now, taken or renewed; False while another has it.

    A machine that stops renewing loses it; its clock is not asked, the database's is.
    """
    try:
        with engine.begin() as connection:
            now = real_now(connection)
            values = {"holder": holder, "until": now + timedelta(seconds=seconds)}
            free = (leases.c.holder == holder) | (leases.c.until <= now)
            ours = update(leases).where(leases.c.name == name, free).values(values)
            if connection.execute(ours).rowcount:
                return True
            if _exists(connection, name):
                return False
            connection.execute(insert(leases), {"name": name, **values})
            return True
    except IntegrityError:  # another machine made the row between our two statements
        return False


def real_now(connection: Connection) -> datetime:
    """Return the time by the database: one for all machines. SQLite's is that of this machine."""
    if connection.dialect.name == "sqlite":
        return datetime.fromtimestamp(time.time(), UTC)
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now


def _exists(connection: Connection, name: str) -> bool:
    return (
        connection.execute(select(leases.c.name).where(leases.c.name == name)).first() is not None
    )
