"""
How an outage ended, and from when that may be told to somebody who waits for it.

A repair is provisional for half an hour: one in fourteen comes back (UK Power Networks, 26,343
incidents in 2025-26).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from outage_feed.record import Record

SETTLES_AFTER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Ending:
    """
    `repaired`: its source said so; `closed`: its source no longer lists it; `replaced`: another
    outage goes on in its place (`by`); `lapsed`: nobody said that it was repaired.

    `at` is when it ended, `settled_at` from when it may be told.
    """

    how: Literal["repaired", "closed", "replaced", "lapsed"]
    at: datetime
    settled_at: datetime
    by: tuple[str, ...] = ()


def ending_of(record: Record) -> Ending | None:
    """Say how it ended, or will once the time comes; None while no end is known."""
    if record.superseded and record.superseded_at is not None:
        return Ending("replaced", record.superseded_at, record.superseded_at, record.superseded_by)
    outage, ended = record.told, record.told.ended_at
    if ended is not None:
        return Ending("repaired", ended, max(ended, outage.updated_at) + SETTLES_AFTER)
    if outage.status == "cancelled":
        return Ending("lapsed", outage.updated_at, outage.updated_at)
    if record.closed_as_of is not None:
        return Ending("closed", record.closed_as_of, record.closed_as_of + SETTLES_AFTER)
    if outage.expires_at is not None:
        return Ending("lapsed", outage.expires_at, outage.expires_at)
    return None
