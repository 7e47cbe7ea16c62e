"""A caller hangs up while they might choose a time: what was promised holds, from now on."""

from datetime import datetime

from sqlalchemy import select

from ivr.callbacks.choosing import let_ring
from ivr.callbacks.records import find_callback
from ivr.db.tables.asks import asks
from ivr.failpoint import failpoint
from ivr.queue.bells import CALLBACKS
from ivr.services import Services


def hung_up(services: Services, call_sid: str, now: datetime) -> None:
    """Hold what was booked in this call no longer; most calls never booked anything."""
    booked = select(asks.c.value).where(asks.c.call_sid == call_sid, asks.c.kind == "BookCallback")
    with services.engine.connect().execution_options(readonly=True) as connection:
        values = connection.execute(booked).scalars().all()
    held = [value["id"] for value in values if "times" in value]
    if not held:
        return
    with services.engine.begin() as connection:
        for one in filter(None, (find_callback(connection, each, locked=True) for each in held)):
            let_ring(connection, one, now)
        failpoint("hang-up.before-commit")
    failpoint("hang-up.after-commit")
    services.bells.ring(CALLBACKS)
