"""Which eves a date is: each is the day before a public holiday."""

from collections.abc import Mapping
from datetime import date, timedelta

from routing.holiday import Region, holidays_on
from routing.hours import Eve

EVES: Mapping[str, Eve] = {
    "new-years-day": "new-years-eve",
    "epiphany": "epiphany-eve",
    "good-friday": "maundy-thursday",
    "easter-sunday": "easter-saturday",
    "may-day": "may-day-eve",
    "ascension-day": "ascension-eve",
    "midsummer-day": "midsummer-eve",
    "all-saints-day": "all-saints-eve",
    "independence-day": "independence-eve",
    "christmas-day": "christmas-eve",
}
"""The eve of each holiday that has one."""


def eves_on(day: date, region: Region = "FI") -> tuple[Eve, ...]:
    """The slugs of a date's eves, as `eves:` names them; empty on any other day."""
    next_day = holidays_on(day + timedelta(days=1), region)
    return tuple(EVES[holiday] for holiday in next_day if holiday in EVES)
