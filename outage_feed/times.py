"""Times as sources write them: ISO 8601 with an offset, never a guess."""

import re
from datetime import UTC, datetime, timedelta

WRITTEN = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)", re.ASCII
)
FIRST_YEAR, LAST_YEAR = 2000, 2199
AHEAD = timedelta(minutes=10)


class BadTime(ValueError):
    """A time that cannot be used; the message says why."""


def parse_time(written: object) -> datetime:
    """Read an aware UTC time. Raises BadTime."""
    if not isinstance(written, str):
        raise BadTime('must be a time as a string, such as "2026-11-22T19:00:00+02:00"')
    if not WRITTEN.fullmatch(written):
        raise BadTime('must be a time with an offset, such as "2026-11-22T19:00:00+02:00"')
    try:
        local = datetime.fromisoformat(written.upper())
    except ValueError as error:
        raise BadTime("there is no such time") from error
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise BadTime(f"the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    return local.astimezone(UTC)


def parse_past(written: object, now: datetime) -> datetime:
    """Read a time that a source's clock may run ahead of ours by ten minutes. Raises BadTime."""
    time = parse_time(written)
    if time > now + AHEAD:
        raise BadTime("more than ten minutes ahead of our clock")
    return time
