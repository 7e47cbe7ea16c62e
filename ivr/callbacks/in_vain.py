"""Attempts that came to nothing through no fault of the customer: never the end, but an alarm."""

import structlog
from sqlalchemy import Connection, func, select

from ivr.db.tables.callbacks import attempts
from routing.retry import LONGEST_WAITS, MOST_IN_VAIN, Result

log = structlog.get_logger()


def ended_before(connection: Connection, callback_id: str, result: Result) -> int:
    """Count the attempts of a callback that have ended like this."""
    query = select(func.count()).where(
        attempts.c.callback_id == callback_id, attempts.c.reason == result
    )
    return connection.execute(query).scalar_one()


def in_vain(connection: Connection, callback_id: str) -> int:
    """Count the attempts of a callback that have ended without counting."""
    query = select(func.count()).where(
        attempts.c.callback_id == callback_id,
        attempts.c.reason.in_(list(LONGEST_WAITS)),
    )
    return connection.execute(query).scalar_one()


def alarm_in_vain(connection: Connection, callback_id: str) -> None:
    """Tell the operator of a callback that we cannot bring to an end by ringing."""
    times = in_vain(connection, callback_id)
    if times >= MOST_IN_VAIN:
        log.error(
            "callback rung in vain: see `linja callbacks`, and whether the team answers",
            callback=callback_id,
            times=times,
        )
