"""Which windows a date has, and by which rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from routing.eves import eves_on
from routing.holiday import holidays_on
from routing.hours import Schedule, Window

SATURDAY = 5

Rule = Literal["exception", "eve", "holiday", "hours"]


@dataclass(frozen=True, slots=True)
class DayPlan:
    """
    The windows that begin on a date.

    `holiday` is the slug of the eve or holiday that set them, `reason` what callers are told of
    an exception, by language.
    """

    windows: tuple[Window, ...]
    rule: Rule
    holiday: str = ""
    reason: Mapping[str, str] = field(default_factory=dict)


def plan_of(hours: Schedule, day: date) -> DayPlan:
    """A dated exception goes before an eve, an eve before a holiday, a holiday before the week."""
    return (
        _exception(hours, day)
        or _eve(hours, day)
        or _holiday(hours, day)
        or DayPlan(hours.week[day.weekday()], "hours")
    )


def is_free_weekend(hours: Schedule, day: date) -> bool:
    """Is it a Saturday or Sunday, and are all of them closed?"""
    return day.weekday() >= SATURDAY and not any(hours.week[SATURDAY:])


def _exception(hours: Schedule, day: date) -> DayPlan | None:
    for special in hours.exceptions:
        if special.date == day:
            return DayPlan(special.windows, "exception", reason=special.reason)
    return None


def _eve(hours: Schedule, day: date) -> DayPlan | None:
    if not hours.eves:
        return None
    named = [eve for eve in eves_on(day, hours.region) if eve in hours.eves]
    return DayPlan(hours.eves[named[0]], "eve", named[0]) if named else None


def _holiday(hours: Schedule, day: date) -> DayPlan | None:
    if hours.holidays is None:
        return None
    found = holidays_on(day, hours.region)
    return DayPlan(hours.holidays, "holiday", found[0]) if found else None
