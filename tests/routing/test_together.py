"""Lines and teams that must be open at once."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.hours import Schedule
from routing.opening import Opening, opening
from routing.together import combined, together
from tests.routing.moments import helsinki, schedule, shown, utc
from tests.routing.test_opening import INSTANTS, SCHEDULES

DAY = schedule({"mon-fri": ["08:00-16:00"]})
LATE = schedule({"mon-fri": ["12:00-20:00"]})
MORNING = schedule({"mon-fri": ["06:00-07:00"]})

OPEN, SHUT = Opening(open=True), Opening(open=False, why="hours")
AT_8, AT_9 = utc("2026-11-23 06:00"), utc("2026-11-23 07:00")


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (OPEN, OPEN, OPEN),
        (OPEN, Opening(open=True, changes_at=AT_8), Opening(open=True, changes_at=AT_8)),
        (
            Opening(open=True, changes_at=AT_9),
            Opening(open=True, changes_at=AT_8),
            Opening(open=True, changes_at=AT_8),
        ),
        (OPEN, Opening(open=True, why="unknown"), Opening(open=True, why="unknown")),
        (OPEN, SHUT, SHUT),
        (SHUT, Opening(open=True, changes_at=AT_8), SHUT),
        (
            Opening(open=False, why="hours", changes_at=AT_9),
            Opening(open=False, why="holiday", changes_at=AT_8),
            Opening(open=False, why="hours", changes_at=AT_9),
        ),
        (
            Opening(open=False, why="weekend", changes_at=AT_8),
            SHUT,
            SHUT,
        ),
    ],
)
def test_the_earlier_closing_or_the_later_opening_counts(
    one: Opening, other: Opening, both: Opening
) -> None:
    assert combined(one, other) == both
    assert combined(other, one) == both


@pytest.mark.parametrize(
    ("now", "is_open", "changes"),
    [
        ("2026-11-23 07:00", False, "Mon 2026-11-23 12:00"),
        ("2026-11-23 09:00", False, "Mon 2026-11-23 12:00"),
        ("2026-11-23 13:00", True, "Mon 2026-11-23 16:00"),
        ("2026-11-23 17:00", False, "Tue 2026-11-24 12:00"),
        ("2026-11-27 18:00", False, "Mon 2026-11-30 12:00"),
    ],
)
def test_the_next_time_at_which_both_are_open(now: str, is_open: bool, changes: str) -> None:
    found = together((DAY, LATE), helsinki(now))

    assert (found.open, shown(found.changes_at)) == (is_open, changes)


def test_what_is_never_open_at_once_does_not_open() -> None:
    assert together((DAY, MORNING), helsinki("2026-11-23 07:30")).changes_at is None


def test_one_of_them_unknown_leaves_the_other() -> None:
    found = together((DAY, None), helsinki("2026-11-23 09:00"))

    assert (found.open, found.why) == (True, "unknown")
    assert not together((DAY, None), helsinki("2026-11-23 17:00")).open


def test_no_schedule_at_all_is_always_open() -> None:
    assert together((), helsinki("2026-11-23 03:00")) == OPEN


@given(SCHEDULES, SCHEDULES, INSTANTS)
def test_when_they_open_all_of_them_are_open(
    one: Schedule, other: Schedule, now: datetime
) -> None:
    found = together((one, other), now)

    assert found.open is (opening(one, now).open and opening(other, now).open)
    if not found.open and found.changes_at:
        assert opening(one, found.changes_at).open
        assert opening(other, found.changes_at).open


@given(st.permutations([DAY, LATE, schedule({"mon-sun": "10:00-15:00"})]), INSTANTS)
def test_the_order_of_schedules_does_not_matter(hours: list[Schedule], now: datetime) -> None:
    first, again = together(hours, now), together(hours[::-1], now)

    assert (first.open, first.changes_at) == (again.open, again.changes_at)
