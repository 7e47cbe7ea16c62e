"""Which days are looked at, and the days before them that they are compared with. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from ivr.clock import HELSINKI

DAY = timedelta(days=1)
BY_HOUR = 2
"""So many days at most are shown by the hour."""
BY_DAY = 92
"""So many at most are drawn by the day, more of them by the week."""
MOST_DAYS = 400
HOURS_KEPT = timedelta(days=100)
"""Sums of hours are kept for so long; those of days are kept for good."""
YEARS_AROUND = 50
CHOICES = ("today", "yesterday", "week", "month", "days")


class BadPeriod(ValueError):
    """Days that cannot be shown; the text is the name of the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both in it. Hours are kept from `by_hour_from` on."""

    choice: str
    first: date
    last: date
    by_hour_from: date = date.min

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def span(self) -> Literal["hour", "day"]:
        """By what it is shown."""
        return "hour" if self.days <= BY_HOUR and self.first >= self.by_hour_from else "day"

    @property
    def begins(self) -> datetime:
        """Its first moment, in Helsinki."""
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The moment after its last."""
        return _midnight(self.last + DAY)

    @property
    def before(self) -> "Period":
        """As many days, right before it; whole weeks before a week that goes on."""
        days = 7 if self.choice == "week" else self.days
        shift = days * DAY
        return Period("days", self.first - shift, self.last - shift, self.by_hour_from)

    def points(self, now: datetime) -> Iterator[datetime]:
        """Give its hours or its days, none that has not begun. An hour that comes twice is two."""
        if self.span == "day":
            begun = min(self.last, now.astimezone(HELSINKI).date())
            for number in range((begun - self.first).days + 1):
                yield _midnight(self.first + number * DAY)
            return
        at = self.begins.astimezone(UTC)
        while at < min(self.ends, now):
            yield at
            at += timedelta(hours=1)

    def drawn(self, now: datetime) -> list[datetime]:
        """Give the points that are drawn: those of `points`, or each Monday and the first day."""
        points = list(self.points(now))
        if self.days <= BY_DAY:
            return points
        return [at for at in points if at == points[0] or not at.weekday()]


def read_period(choice: str, first: str, last: str, now: datetime) -> Period:
    """Read what was chosen; dates as in 2026-11-23. Raises BadPeriod."""
    today = now.astimezone(HELSINKI).date()
    known = {
        "today": (today, today),
        "yesterday": (today - DAY, today - DAY),
        "week": (today - today.weekday() * DAY, today),
        "month": (today.replace(day=1), today),
    }
    if choice in known:
        return Period(choice, *known[choice])
    if choice != "days":
        return Period("today", today, today)
    kept_from = today - HOURS_KEPT + 2 * DAY  # an hour of slack when clocks change
    try:
        period = Period("days", date.fromisoformat(first), date.fromisoformat(last), kept_from)
    except ValueError:
        raise BadPeriod("no_date") from None
    known_year = abs(period.first.year - today.year) <= YEARS_AROUND
    if not 1 <= period.days <= MOST_DAYS or not known_year:
        raise BadPeriod("too_long" if period.days > MOST_DAYS else "backwards")
    return period


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HELSINKI)
