"""Delete the calls that no cap counts any more."""

from datetime import datetime

from sqlalchemy import Engine, delete

from ivr.db.tables.ringing import dials


def drop_dials(engine: Engine, before: datetime) -> None:
    """Delete those made before then."""
    with engine.begin() as connection:
        connection.execute(delete(dials).where(dials.c.at < before))
