"""Times as people and programs write them: with or without an offset, a year, a clock."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from outage_feed.mapping.values import BadValue
from outage_feed.times import FIRST_YEAR, LAST_YEAR

ISO = "iso"
EPOCHS = {"epoch": 1, "epoch-ms": 1000}
WRITTEN = re.compile(
    r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)? ?([Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII
)
EPOCH = re.compile(r"\d{1,14}", re.ASCII)
DAY = timedelta(days=1)


class Written(NamedTuple):
    """A time as written: naive or aware; `year` and `clock` say whether it has them."""

    time: datetime
    year: bool
    clock: bool


class Span(NamedTuple):
    """
    The first and the last instant, in UTC, that what is written may mean.

    They differ in the hour that an autumn has twice, in the one that a spring has not, and for a
    date without a clock, whose last is the midnight after it.
    """

    first: datetime
    last: datetime
    clock: bool = True


def span(text: str, formats: tuple[str, ...], zone: str | None, now: datetime) -> Span:
    """Read a time in the first format that fits. Raises BadValue."""
    found = _dated(text, formats, zone)
    if found is None:
        raise BadValue(f'"{text[:100]}" is not a time in the form {" or ".join(formats)}')
    if isinstance(found, Span):
        return found
    return _nearest(found, zone, now.replace(hour=12, minute=0, second=0, microsecond=0))


def has_year(format_: str) -> bool:
    """Does a strptime format tell the year?"""
    return any(part in format_ for part in ("%Y", "%y", "%G", "%c", "%x"))


def has_clock(format_: str) -> bool:
    """Does a strptime format tell the hour?"""
    return any(part in format_ for part in ("%H", "%I", "%c", "%X"))


@lru_cache(20_000)
def _dated(text: str, formats: tuple[str, ...], zone: str | None) -> Span | Written | None:
    """
    What is written, and what it means if it has a year.

    A list names the same times again and again, and the next one most of them once more.
    """
    for format_ in formats:
        try:
            found = _in_format(text, format_)
        except (ValueError, OverflowError):
            continue
        if found:
            return _span(found, zone) if found.year else found
    return None


def _in_format(text: str, format_: str) -> Written | None:
    if format_ == ISO:
        return _iso(text)
    if format_ in EPOCHS:
        return _epoch(text, EPOCHS[format_])
    year = has_year(format_)
    leap = ("", "") if year else (" 2000", " %Y")
    time = datetime.strptime(text + leap[0], format_ + leap[1])  # noqa: DTZ007 -- the zone comes later
    return Written(time, year, has_clock(format_))


def _iso(text: str) -> Written | None:
    written = WRITTEN.fullmatch(text)
    if written is None:
        return None
    clock = text[11:].replace(" ", "").replace(",", ".").upper()
    return Written(
        datetime.fromisoformat(f"{text[:10]}T{clock}" if clock else text),
        year=True,
        clock=bool(written[1]),
    )


def _epoch(text: str, each_second: int) -> Written | None:
    if not EPOCH.fullmatch(text):
        return None
    return Written(datetime.fromtimestamp(int(text) / each_second, UTC), year=True, clock=True)


@lru_cache(20_000)
def _nearest(written: Written, zone: str | None, noon: datetime) -> Span:
    """Take it for the day that is nearest: there may be no 29 February in a year."""
    found = []
    for year in range(noon.year - 1, noon.year + 2):
        with suppress(ValueError):
            found.append(written.time.replace(year=year))
    if not found:
        raise BadValue("29 February, and no such day is near: give the year")
    plain = noon.replace(tzinfo=None)
    time = min(found, key=lambda time: abs(time.replace(tzinfo=None) - plain))
    return _span(written._replace(time=time), zone)


def _span(written: Written, zone: str | None) -> Span:
    time = written.time
    if not FIRST_YEAR <= time.year <= LAST_YEAR:
        raise BadValue(f"the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    if not written.clock:
        return Span(_instants(time, zone)[0], _instants(time + DAY, zone)[1], clock=False)
    return Span(*_instants(time, zone))


def _instants(time: datetime, zone: str | None) -> tuple[datetime, datetime]:
    if time.tzinfo is None:
        if zone is None:
            raise BadValue(
                "has no offset: name the source's time zone, time_zone: Europe/Helsinki"
            )
        time = time.replace(tzinfo=ZoneInfo(zone))
    one, other = time.astimezone(UTC), time.replace(fold=1).astimezone(UTC)
    return (one, other) if one <= other else (other, one)
