"""Several schedules that must be open at once, such as a line's and its team's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce

from routing.hours import Schedule
from routing.opening import SEARCHED, Opening, Why, opening

NEVER = datetime.max.replace(tzinfo=UTC)


def combined(one: Opening, other: Opening) -> Opening:
    """
    Both must be open: the earlier closing counts, or the later opening.

    By then the other may have closed again; `together` looks further.
    """
    if one.open and other.open:
        changes = [each.changes_at for each in (one, other) if each.changes_at]
        why: Why = "unknown" if "unknown" in {one.why, other.why} else ""
        return Opening(open=True, why=why, changes_at=min(changes, default=None))
    if one.open != other.open:
        return other if one.open else one
    return max(one, other, key=lambda each: each.changes_at or NEVER)


def together(schedules: Sequence[Schedule | None], now: datetime) -> Opening:
    """
    Tell the opening of all of them at once; none at all is always open.

    `changes_at` is the next instant at which all are open, or one closes.
    """
    told = _all_of(schedules, now)
    if told.open:
        return told
    there = told
    while there.changes_at and there.changes_at - now <= SEARCHED:
        at = there.changes_at
        there = _all_of(schedules, at)
        if there.open:
            return replace(told, changes_at=at)
    return replace(told, changes_at=None)


def _all_of(schedules: Sequence[Schedule | None], instant: datetime) -> Opening:
    openings = (opening(each, instant) for each in schedules)
    return reduce(combined, openings, Opening(open=True))
