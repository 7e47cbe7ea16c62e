"""Which times a caller may choose to be rung back at."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given

from routing.callback_times import HOUR, LONGEST, MOST, is_open_throughout, times_offered
from routing.hours import ALWAYS, Schedule, read_window
from routing.opening import opening
from routing.wall_time import Span, local
from tests.routing.moments import OFFICE, helsinki, schedule
from tests.routing.test_opening import INSTANTS, SCHEDULES

QUIET = read_window("21:00-08:00")
BREAK = schedule({"mon-fri": ["08:00-11:00", "12:00-16:00"]})
NIGHT = schedule({"mon-sun": ["22:00-06:00"]})


def offered(hours: Schedule, now: str) -> list[str]:
    return [_told(span) for span in times_offered(partial(opening, hours), None, helsinki(now))]


def _told(span: Span) -> str:
    return f"{local(span[0]):%a %d %H:%M}-{local(span[1]):%H:%M}"


@pytest.mark.parametrize(
    ("now", "times"),
    [
        ("2026-11-23 08:05", ["Mon 23 10:00-12:00", "Tue 24 08:00-10:00", "Wed 25 08:00-10:00"]),
        ("2026-11-23 13:00", ["Mon 23 14:00-16:00", "Tue 24 08:00-10:00", "Wed 25 08:00-10:00"]),
        ("2026-11-23 14:00", ["Mon 23 15:00-16:00", "Tue 24 08:00-10:00", "Wed 25 08:00-10:00"]),
        ("2026-11-23 14:01", ["Tue 24 08:00-10:00", "Wed 25 08:00-10:00", "Thu 26 08:00-10:00"]),
        ("2026-11-23 02:00", ["Mon 23 08:00-10:00", "Tue 24 08:00-10:00", "Wed 25 08:00-10:00"]),
        ("2026-11-20 17:00", ["Mon 23 08:00-10:00", "Tue 24 08:00-10:00", "Wed 25 08:00-10:00"]),
        ("2026-12-23 17:00", ["Mon 28 08:00-10:00", "Tue 29 08:00-10:00", "Wed 30 08:00-10:00"]),
    ],
)
def test_later_today_then_the_next_openings_and_no_holiday(now: str, times: list[str]) -> None:
    assert offered(schedule(OFFICE), now) == times


def test_after_a_break_it_is_still_today() -> None:
    assert offered(BREAK, "2026-11-23 10:00")[0] == "Mon 23 12:00-14:00"


def test_odd_hours_are_offered_as_whole_ones() -> None:
    odd = schedule({"mon-fri": ["08:15-09:50", "10:30-15:45"]})
    assert offered(odd, "2026-11-23 07:00")[0] == "Mon 23 11:00-13:00"


def test_nobody_is_offered_the_night() -> None:
    assert offered(NIGHT, "2026-11-23 23:30")[0] == "Tue 24 22:00-00:00"
    around = ["Tue 24 07:00-09:00", "Wed 25 07:00-09:00", "Thu 26 07:00-09:00"]
    assert offered(ALWAYS, "2026-11-23 23:30") == around


def test_quiet_time_is_not_offered() -> None:
    found = times_offered(partial(opening, ALWAYS), QUIET, helsinki("2026-11-23 20:10"))
    assert _told(found[0]) == "Tue 24 08:00-10:00"


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-03-28 23:30", "Sun 29 08:00-10:00"),
        ("2026-03-29 02:30", "Sun 29 08:00-10:00"),
        ("2026-10-24 23:30", "Sun 25 08:00-10:00"),
        ("2026-10-25 03:30", "Sun 25 08:00-10:00"),
    ],
)
def test_in_a_night_in_which_the_clock_changes_the_clock_on_the_wall_counts(
    now: str, first: str
) -> None:
    daily = schedule({"mon-sun": ["08:00-16:00"]})
    assert offered(daily, now)[0] == first


def test_what_never_opens_offers_nothing() -> None:
    assert offered(schedule({"mon": []}), "2026-11-23 12:00") == []


@given(SCHEDULES, INSTANTS)
def test_whatever_the_hours_each_time_is_open_throughout(hours: Schedule, now: datetime) -> None:
    opens = partial(opening, hours)
    found = times_offered(opens, QUIET, now)
    assert len(found) <= MOST
    assert len({local(start).date() for start, _ in found}) == len(found)
    for start, end in found:
        assert now + HOUR <= start
        assert HOUR <= end - start <= LONGEST
        assert local(start).minute == 0
        assert is_open_throughout(opens, QUIET, (start, end))


def test_what_has_been_closed_since_is_possible_no_more() -> None:
    start = helsinki("2026-11-23 15:00")
    opens = partial(opening, schedule(OFFICE))
    assert is_open_throughout(opens, QUIET, (start, start + timedelta(hours=1)))
    assert not is_open_throughout(opens, QUIET, (start, start + timedelta(hours=2)))
    assert not is_open_throughout(opens, QUIET, (start + timedelta(hours=2), start))
