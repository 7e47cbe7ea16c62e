"""Is somebody there, why not, and when that changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from routing.day_plan import is_free_weekend, plan_of
from routing.hours import Schedule
from routing.wall_time import Span, local, spans

SEARCHED = timedelta(days=60)
"""How far ahead a change is looked for."""

Why = Literal["", "hours", "weekend", "holiday", "eve", "exception", "unknown"]


@dataclass(frozen=True, slots=True)
class Opening:
    """
    `why` is empty when open, but `unknown` when nobody knows the schedule: alarm then.

    `holiday` is the slug of the holiday or eve, `reason` what callers are told of an exception,
    by language. `changes_at` (UTC): when it closes if open, else when it opens; None if that is
    more than 60 days ahead, or never.
    """

    open: bool
    why: Why = ""
    holiday: str = ""
    reason: Mapping[str, str] = field(default_factory=dict)
    changes_at: datetime | None = None


Opens = Callable[[datetime], Opening]
"""Tells the opening of something at an instant, such as `partial(opening, hours)`."""


def opening(hours: Schedule | None, now: datetime) -> Opening:
    """
    Tell the opening of one schedule; None is one that should be known and is not.

    Raises ValueError for a time without its zone.
    """
    if hours is None:
        return Opening(open=True, why="unknown")
    if hours.is_always:
        return Opening(open=True)
    instant = local(now).astimezone(UTC)
    closes = _closes(hours, instant)
    if closes is not None:
        return Opening(open=True, changes_at=_near(closes, instant))
    opens = next((start for start, _ in _spans(hours, instant)), None)
    return replace(_why_closed(hours, instant), changes_at=_near(opens, instant))


def _closes(hours: Schedule, instant: datetime) -> datetime | None:
    """When the windows that are open now, and those that follow without a gap, end."""
    closes = None
    for start, end in _spans(hours, instant):
        if start > (closes or instant):
            break
        closes = max(closes or end, end)
    return closes


def _near(change: datetime | None, instant: datetime) -> datetime | None:
    return change if change and change - instant <= SEARCHED else None


def _spans(hours: Schedule, instant: datetime) -> Iterator[Span]:
    """What has not ended yet, by its beginning; the last window of yesterday may still be open."""
    today = local(instant).date()
    for ahead in range(-1, SEARCHED.days + 2):
        day = today + timedelta(days=ahead)
        for start, end in spans(plan_of(hours, day).windows, day):
            if end > instant:
                yield start, end


def _why_closed(hours: Schedule, instant: datetime) -> Opening:
    """A special day is the reason only if the week alone would not have it closed as well."""
    day = local(instant).date()
    plan = plan_of(hours, day)
    if plan.rule == "hours":
        return Opening(open=False, why="weekend" if is_free_weekend(hours, day) else "hours")
    usual = spans(hours.week[day.weekday()], day)
    if plan.windows and not any(start <= instant < end for start, end in usual):
        return Opening(open=False, why="hours")
    return Opening(open=False, why=plan.rule, holiday=plan.holiday, reason=plan.reason)
