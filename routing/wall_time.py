"""What the clocks on Finnish walls show, as instants."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.hours import Window

HELSINKI = ZoneInfo("Europe/Helsinki")

Span = tuple[datetime, datetime]
"""From an instant until another, which no longer belongs to it. Aware, UTC."""


def local(instant: datetime) -> datetime:
    """The same instant by the wall clock. Raises ValueError for a time without its zone."""
    if instant.tzinfo is None:
        raise ValueError("a time needs its zone")
    return instant.astimezone(HELSINKI)


def spans(windows: tuple[Window, ...], day: date) -> Iterator[Span]:
    """The windows that begin on a day, in order, even if they end on the next."""
    for window in windows:
        end_day = day + timedelta(days=window.crosses_midnight)
        yield _instant(day, window.start_minute), _instant(end_day, window.end_minute, fold=1)


def _instant(day: date, minute: int, *, fold: int = 0) -> datetime:
    """
    When the clock shows this; `fold` 1: for the second time, where an hour is doubled.

    What the clock skips is when it skips: in the European Union at 01:00 UTC.
    """
    wall = datetime.combine(day, time(), HELSINKI) + timedelta(minutes=minute)
    instant = wall.replace(fold=fold).astimezone(UTC)
    shown = instant.astimezone(HELSINKI)
    if shown.replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return wall.astimezone(UTC).replace(minute=0)
