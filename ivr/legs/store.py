"""Which legs were accepted."""

from datetime import datetime

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from ivr.db.tables.legs import legs
from ivr.failpoint import failpoint


def accept(engine: Engine, call_sid: str, leg_sid: str, team: str, at: datetime) -> None:
    """Note that our person took the call; noting it again changes nothing."""
    row = {"call_sid": call_sid, "leg_sid": leg_sid, "team": team, "accepted_at": at}
    try:
        with engine.begin() as connection:
            connection.execute(insert(legs).values(row))
            failpoint("accept.before-commit")
    except IntegrityError:
        return
    failpoint("accept.after-commit")


def was_accepted(engine: Engine, call_sid: str, leg_sid: str) -> bool:
    """Did our person press the accept key on this leg of the call?"""
    found = select(legs.c.leg_sid).where(legs.c.call_sid == call_sid, legs.c.leg_sid == leg_sid)
    with engine.connect().execution_options(readonly=True) as connection:
        return connection.execute(found).first() is not None
