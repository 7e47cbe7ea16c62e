"""Which times a caller may choose to be rung back at: whole hours in which somebody is there."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial

from routing.hours import Window
from routing.next_opening import allowed_until, next_allowed
from routing.opening import Opens
from routing.wall_time import HELSINKI, Span, local

MOST = 3
LONGEST = timedelta(hours=2)
HOUR = timedelta(hours=1)
"""Nothing shorter is offered, and nothing that begins sooner than so."""
EARLIEST = time(7)
"""Nobody chooses the night: whoever wants to be rung then is rung as soon as may be."""
AHEAD = timedelta(days=14)


def times_offered(opens: Opens, quiet: Window | None, now: datetime) -> tuple[Span, ...]:
    """
    Return at most three times, one a day: up to two hours, from the first that is free on it.

    All of one is open and outside `quiet`, on one day in Helsinki, by whole hours of its clocks.
    """
    found: list[Span] = []
    for start, until in _stretches(opens, quiet, now):
        first = _whole_hour(start)
        end = min(first + LONGEST, _hour_of(until))
        if end - first >= HOUR and not _same_day(found, first):
            found.append((first, end))
        if len(found) == MOST:
            break
    return tuple(found)


def is_open_throughout(opens: Opens, quiet: Window | None, span: Span) -> bool:
    """Is it still so, that all of this is open and outside quiet time?"""
    start, end = span
    if next_allowed(opens, quiet, start) != start:
        return False
    until = allowed_until(opens, quiet, start)
    return until is None or until >= end


def _stretches(opens: Opens, quiet: Window | None, now: datetime) -> Iterator[Span]:
    """Give what is open and loud, each on one day, from an hour ahead."""
    allowed = partial(next_allowed, opens, quiet)
    at = allowed(_by_day(now + HOUR))
    while at and at - now <= AHEAD:
        at = _by_day(at)
        if allowed(at) == at:
            until = min(allowed_until(opens, quiet, at) or _midnight(at), _midnight(at))
            yield at, until
            at = until
        at = allowed(_by_day(at))


def _by_day(instant: datetime) -> datetime:
    """Return the instant, or the morning after the night that it is in."""
    wall = local(instant)
    morning = datetime.combine(wall.date(), EARLIEST, HELSINKI)
    return max(instant.astimezone(UTC), morning.astimezone(UTC))


def _midnight(instant: datetime) -> datetime:
    day = local(instant).date() + timedelta(days=1)
    return datetime.combine(day, time(), HELSINKI).astimezone(UTC)


def _hour_of(instant: datetime) -> datetime:
    """Finnish time differs from UTC by whole hours: theirs are ours."""
    return instant.replace(minute=0, second=0, microsecond=0)


def _whole_hour(instant: datetime) -> datetime:
    hour = _hour_of(instant)
    return hour if hour == instant else hour + HOUR


def _same_day(found: list[Span], start: datetime) -> bool:
    return bool(found) and local(found[-1][0]).date() == local(start).date()
