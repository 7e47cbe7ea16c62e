"""Where an outage is in its life at a time, as far as callers hear of it."""

from datetime import datetime, timedelta
from typing import Literal

from outage_feed.summary import RESTORED_FOR, Fact, forgotten_at

HEARD_BEFORE_START = timedelta(hours=24)

Phase = Literal["running", "planned", "restored", "coming", "cancelled", "silent"]


def phase_of(fact: Fact, now: datetime) -> Phase:
    """Say which: `silent` is not heard, whatever its status."""
    if fact.expires_at is not None and fact.expires_at <= now:
        return "silent"
    if fact.status == "cancelled":
        heard = fact.planned and fact.starts_at is not None and now < fact.starts_at
        return "cancelled" if heard else "silent"
    if fact.status == "restored" or _ended(fact, now):
        return "restored" if now < end_of(fact, now) + RESTORED_FOR else "silent"
    return _planned(fact, now) if fact.planned else "running"


def end_of(fact: Fact, now: datetime) -> datetime:
    """When it was repaired: an end that is ahead is not an end yet, nor is a clock's lead."""
    if fact.ends_at is not None and _ended(fact, now):
        return fact.ends_at
    return min(fact.updated_at, now)


def start_of(fact: Fact) -> datetime:
    """When it began or begins, as far as is known."""
    return fact.starts_at or fact.updated_at


def ahead(time: datetime, now: datetime) -> bool:
    """Is it yet to come, in whole minutes, as times are spoken? "Three" is no promise at three."""
    return _minute(time) > _minute(now)


def _planned(fact: Fact, now: datetime) -> Phase:
    if fact.starts_at is not None and fact.starts_at > now:
        return "coming" if now >= fact.starts_at - HEARD_BEFORE_START else "silent"
    forgotten = forgotten_at(fact)
    return "silent" if forgotten and forgotten <= now else "planned"


def _ended(fact: Fact, now: datetime) -> bool:
    return fact.ends_at is not None and fact.ends_at <= now


def _minute(time: datetime) -> datetime:
    return time.replace(second=0, microsecond=0)
