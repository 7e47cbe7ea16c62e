"""Times as the forms of pages have them, and how long ago something was."""

from datetime import datetime

from ivr.clock import HELSINKI

FIRST_YEAR, LAST_YEAR = 1970, 9998
MINUTE_SECONDS, HOUR_SECONDS, DAY_SECONDS = 60, 3_600, 86_400


def read_moment(text: str) -> datetime | None:
    """Read a `datetime-local` field, Helsinki's time of day. Raises ValueError."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI) if text.strip() else None


def is_usable(at: datetime) -> bool:
    """Has it an offset, and is it a time on every database?"""
    return at.tzinfo is not None and FIRST_YEAR <= at.year <= LAST_YEAR


def field_of(at: datetime | None) -> str:
    """Write a time as such a field has it."""
    return f"{at.astimezone(HELSINKI):%Y-%m-%dT%H:%M}" if at else ""


def age(now: datetime, then: datetime) -> tuple[str, int]:
    """Tell how long ago that was: a unit whose word is `admin.age.<unit>`, and how many."""
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 2 * MINUTE_SECONDS:
        return "seconds", seconds
    if seconds < 2 * HOUR_SECONDS:
        return "minutes", seconds // MINUTE_SECONDS
    if seconds < 2 * DAY_SECONDS:
        return "hours", seconds // HOUR_SECONDS
    return "days", seconds // DAY_SECONDS
