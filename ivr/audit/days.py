"""Days in Helsinki as the moments between which rows are looked for."""

from datetime import date, datetime, time, timedelta

from ivr.clock import HELSINKI

YEARS = range(2000, 2200)
A_DAY = timedelta(days=1)


def begins(day: str) -> datetime | None:
    """Return when a day such as 2026-11-23 begins; None for none. Raises ValueError."""
    return _midnight(_read(day)) if day else None


def is_over(day: str) -> datetime | None:
    """Return when it is over. Raises ValueError."""
    return _midnight(_read(day) + A_DAY) if day else None


def _read(day: str) -> date:
    read = date.fromisoformat(day)
    if read.year not in YEARS:
        raise ValueError(f"{day} is beyond our calendar")
    return read


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HELSINKI)
