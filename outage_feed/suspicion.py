"""When calls from one place make us suspect a fault that nobody has told us of: the rule."""

from collections.abc import Iterable
from datetime import timedelta
from math import ceil

WINDOW = timedelta(minutes=15)
"""Calls of the last quarter of an hour are looked at."""
LEAST_CALLERS = 5
"""Fewer different callers are never a reason."""
TIMES_USUAL = 5
"""So many times the callers that are usual there at this time of day."""
ONE_IN = 1000
"""One in so many of the customers there must have called: in a town five calls are no wonder."""
USUAL_DAYS = 28
"""What is usual is the mean of so many days, ..."""
HOURS_BESIDE = 1
"""... at this hour of day and so many hours before and after."""
QUIET = timedelta(hours=6)
"""One place and service is suspected once in this time, and confirmed within it or not at all."""
HOURS_A_DAY = 24


def callers_needed(usual: float, customers: int) -> int:
    """How many different callers are a reason, where so many are usual and so many live."""
    return max(LEAST_CALLERS, ceil(TIMES_USUAL * usual), ceil(customers / ONE_IN))


def usual_callers(by_hour: Iterable[int], hours_counted: int) -> float:
    """How many callers are usual in `WINDOW`, from the callers of so many hours."""
    if not hours_counted:
        return 0.0
    return sum(by_hour) / hours_counted * (WINDOW / timedelta(hours=1))


def same_time_of_day(hour: int, now_hour: int) -> bool:
    """Is this hour of day, 0 to 23, within `HOURS_BESIDE` of that one?"""
    apart = abs(hour - now_hour)
    return min(apart, HOURS_A_DAY - apart) <= HOURS_BESIDE
