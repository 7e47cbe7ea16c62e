"""Numbers that are never rung again: their holder has told us so on a call of ours."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from ivr.db.tables.ringing import do_not_ring

STOPPED = "stopped"
"""Why a callback to such a number is refused."""


class Stopped(NamedTuple):
    """A number, and when its holder said so."""

    number: str
    at: datetime


def stop_ringing(connection: Connection, number: str, call_sid: str, at: datetime) -> None:
    """Keep it. Raises IntegrityError when that is done twice at once: do it again then."""
    if number and not has_stopped(connection, number):
        row = {"number": number, "call_sid": call_sid, "at": at}
        connection.execute(insert(do_not_ring).values(row))


def has_stopped(connection: Connection, number: str) -> bool:
    """Has the holder of this number told us never to ring again?"""
    query = select(do_not_ring.c.at).where(do_not_ring.c.number == number)
    return connection.execute(query).first() is not None


def ring_again(connection: Connection, number: str) -> bool:
    """Let a number be rung again; False if it was not stopped."""
    lifted = delete(do_not_ring).where(do_not_ring.c.number == number)
    return connection.execute(lifted).rowcount == 1


def count_stopped(connection: Connection) -> int:
    """Count them."""
    return connection.execute(select(func.count()).select_from(do_not_ring)).scalar_one()


def all_stopped(connection: Connection) -> list[Stopped]:
    """Return all of them, the newest first."""
    query = select(do_not_ring.c.number, do_not_ring.c.at).order_by(do_not_ring.c.at.desc())
    return [Stopped(row.number, row.at) for row in connection.execute(query)]
