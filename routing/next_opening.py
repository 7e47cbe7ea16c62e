"""When somebody is there next: the times at which we may ring."""

from datetime import UTC, datetime, timedelta

from routing.hours import Window
from routing.opening import SEARCHED, Opens
from routing.wall_time import local, spans


def next_opening(opens: Opens, after: datetime) -> datetime | None:
    """The earliest instant, not before `after`, at which it is open; None: not in 60 days."""
    told = opens(after)
    return after if told.open else told.changes_at


def open_within(opens: Opens, start: datetime, seconds: int) -> bool:
    """Is it open at `start`, or does it open in so many seconds from then?"""
    at = next_opening(opens, start)
    return at is not None and at - start <= timedelta(seconds=seconds)


def next_allowed(opens: Opens, quiet: Window | None, now: datetime) -> datetime | None:
    """
    The earliest instant, not before `now`, that is open and outside `quiet`, a daily window.

    None: there is no such instant in 60 days. Quiet None: at any hour.
    """
    at = next_opening(opens, now)
    while at and at - now <= SEARCHED:
        loud = _quiet_until(quiet, at) if quiet else None
        if loud is None:
            return at
        at = next_opening(opens, loud)
    return None


def allowed_until(opens: Opens, quiet: Window | None, at: datetime) -> datetime | None:
    """
    When ringing must stop that is allowed at `at`: it closes, or the quiet time begins.

    None: not in 60 days.
    """
    ends = [opens(at).changes_at, _quiet_from(quiet, at) if quiet else None]
    return min((end for end in ends if end), default=None)


def _quiet_from(quiet: Window, instant: datetime) -> datetime:
    today = local(instant).date()
    starts = (
        start
        for day in (today, today + timedelta(days=1))
        for start, _ in spans((quiet,), day)
        if start > instant.astimezone(UTC)
    )
    return next(starts)


def _quiet_until(quiet: Window, instant: datetime) -> datetime | None:
    """When the quiet time that it is now ends; None if it is not quiet."""
    today = local(instant).date()
    found = (
        end
        for day in (today - timedelta(days=1), today)
        for start, end in spans((quiet,), day)
        if start <= instant.astimezone(UTC) < end
    )
    return next(found, None)
