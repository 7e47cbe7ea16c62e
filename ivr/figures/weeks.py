"""Weeks as figures count them: from Monday to Monday in Helsinki."""

from datetime import date, datetime, time, timedelta

from ivr.clock import HELSINKI

Place = tuple[str, date]
"""A line and the Monday of a week."""


def week_of(at: datetime) -> date:
    """Return the Monday of a moment's week."""
    day = at.astimezone(HELSINKI).date()
    return day - timedelta(days=day.weekday())


def weeks_back(now: datetime, weeks: int) -> datetime:
    """Return the beginning of the week, so many weeks before this one."""
    monday = week_of(now) - timedelta(weeks=weeks)
    return datetime.combine(monday, time(), HELSINKI)
