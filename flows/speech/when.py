"""Which day an instant falls on, as people say it. The rows of the table, without words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")

MORNING = 5
"""The night is 00.00-04.59."""

_WEEK = 6
"""Days ahead or back for which a weekday alone is unambiguous."""


class Day(Enum):
    """How the day is named. One member per row that sounds different in some language."""

    TONIGHT_MIDNIGHT = auto()
    NEXT_NIGHT = auto()
    THIS_NIGHT = auto()
    BETWEEN_DAYS = auto()
    """The first hour of some other night."""
    OTHER_NIGHT = auto()
    TODAY = auto()
    TOMORROW = auto()
    WEEKDAY = auto()
    DATE = auto()
    DATE_NIGHT = auto()
    DATE_MIDNIGHT = auto()
    """The end of the day before."""
    LAST_MIDNIGHT = auto()
    LAST_NIGHT = auto()
    THIS_MIDNIGHT_GONE = auto()
    THIS_NIGHT_GONE = auto()
    YESTERDAY = auto()
    PAST_WEEKDAY = auto()


@dataclass(frozen=True, slots=True)
class When:
    """An instant in Helsinki as somebody hears it now."""

    day: Day
    date: date
    hour: int
    minute: int
    winter: bool
    """It is the second of October's doubled hours."""
    heard_at_night: bool
    """Then `today` and `tomorrow` are uncertain, and the day is named too."""
    coming: bool


def when(at: datetime, now: datetime, *, day_only: bool = False) -> When:
    """`day_only`: the calendar's days, without nights. Raises ValueError for a naive time."""
    local, heard = _local(at), _local(now)
    coming = is_ahead(local, heard)
    days = (local.date() - heard.date()).days
    heard_at_night = heard.hour < MORNING
    if day_only or local.hour >= MORNING:
        day = _by_day(days)
    elif coming:
        day = _coming_night(local, days, heard_at_night=heard_at_night)
    else:
        day = _gone_night(local, days, heard_at_night=heard_at_night)
    return When(
        day=day,
        date=local.date(),
        hour=local.hour,
        minute=local.minute,
        winter=_second_time(local),
        heard_at_night=heard_at_night,
        coming=coming,
    )


def is_ahead(at: datetime, now: datetime) -> bool:
    """
    Is it yet to come, in whole minutes, as times are spoken? What is said as now has passed.

    Python compares two times of the same zone by their clocks, which is wrong when it is doubled.
    """
    return _minute(at) > _minute(now)


def _minute(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(second=0, microsecond=0)


def _local(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a time without its zone cannot be spoken; give an aware time")
    return instant.astimezone(HELSINKI)


def _second_time(local: datetime) -> bool:
    return local.fold == 1 and local.utcoffset() != local.replace(fold=0).utcoffset()


def _by_day(days: int) -> Day:
    near = {-1: Day.YESTERDAY, 0: Day.TODAY, 1: Day.TOMORROW}
    if days in near:
        return near[days]
    if abs(days) > _WEEK:
        return Day.DATE
    return Day.WEEKDAY if days > 0 else Day.PAST_WEEKDAY


def _coming_night(local: datetime, days: int, *, heard_at_night: bool) -> Day:
    if days == 1 and not heard_at_night:
        return Day.TONIGHT_MIDNIGHT if _midnight(local) else Day.NEXT_NIGHT
    if days == 0:
        return Day.THIS_NIGHT
    return _other_night(local, days)


def _gone_night(local: datetime, days: int, *, heard_at_night: bool) -> Day:
    if days == 0 and heard_at_night:
        return Day.THIS_MIDNIGHT_GONE if _midnight(local) else Day.THIS_NIGHT_GONE
    if days == 0:
        return Day.LAST_MIDNIGHT if _midnight(local) else Day.LAST_NIGHT
    return _other_night(local, days)


def _other_night(local: datetime, days: int) -> Day:
    if abs(days) <= _WEEK:
        return Day.OTHER_NIGHT if local.hour else Day.BETWEEN_DAYS
    return Day.DATE_MIDNIGHT if _midnight(local) else Day.DATE_NIGHT


def _midnight(local: datetime) -> bool:
    return local.hour == 0 and local.minute == 0
