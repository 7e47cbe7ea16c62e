"""When we may ring."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given

from routing.hours import ALL_DAY, ALWAYS, Schedule, Window, read_window
from routing.next_opening import allowed_until, next_allowed, next_opening, open_within
from routing.opening import opening
from routing.wall_time import HELSINKI
from tests.routing.moments import OFFICE, helsinki, schedule, shown
from tests.routing.test_opening import INSTANTS, SCHEDULES

QUIET = read_window("21:00-08:00")
EARLY = schedule({"mon-sun": ["06:00-23:00"]})
NEVER = schedule({"mon": []})


@pytest.mark.parametrize(
    ("after", "opens"),
    [
        ("2026-11-20 12:00", "Fri 2026-11-20 12:00"),
        ("2026-11-20 16:00", "Mon 2026-11-23 08:00"),
        ("2026-12-24 16:00", "Mon 2026-12-28 08:00"),
    ],
)
def test_the_next_time_that_it_is_open(after: str, opens: str) -> None:
    office = partial(opening, schedule(OFFICE))

    assert shown(next_opening(office, helsinki(after))) == opens


@pytest.mark.parametrize(
    ("start", "seconds", "there"),
    [
        ("2026-11-23 12:00", 0, True),
        ("2026-11-23 07:45", 900, True),
        ("2026-11-23 07:45", 899, False),
        ("2026-11-20 16:00", 3600, False),
    ],
)
def test_open_within_some_seconds(start: str, seconds: int, there: bool) -> None:
    assert open_within(partial(opening, schedule(OFFICE)), helsinki(start), seconds) is there


def test_what_never_opens_is_not_open_within_any_time() -> None:
    assert not open_within(partial(opening, NEVER), helsinki("2026-11-23 12:00"), 10**6)
    assert next_opening(partial(opening, NEVER), helsinki("2026-11-23 12:00")) is None


@pytest.mark.parametrize(
    ("hours", "now", "allowed"),
    [
        (EARLY, "2026-11-23 12:00", "Mon 2026-11-23 12:00"),
        (EARLY, "2026-11-23 21:00", "Tue 2026-11-24 08:00"),
        (EARLY, "2026-11-23 20:59", "Mon 2026-11-23 20:59"),
        (EARLY, "2026-11-23 03:00", "Mon 2026-11-23 08:00"),
        (ALWAYS, "2026-11-23 23:30", "Tue 2026-11-24 08:00"),
        (ALWAYS, "2026-11-24 00:30", "Tue 2026-11-24 08:00"),
        (schedule({"mon-fri": ["22:00-06:00"]}), "2026-11-23 12:00", ""),
        (schedule({"mon-fri": ["20:00-22:00"]}), "2026-11-23 21:30", "Tue 2026-11-24 20:00"),
        (NEVER, "2026-11-23 12:00", ""),
    ],
)
def test_inside_hours_and_outside_quiet_time(hours: Schedule, now: str, allowed: str) -> None:
    assert shown(next_allowed(partial(opening, hours), QUIET, helsinki(now))) == allowed


def test_without_quiet_time_only_the_hours_count() -> None:
    night = helsinki("2026-11-23 23:30")

    assert next_allowed(partial(opening, ALWAYS), None, night) == night


def test_quiet_all_day_is_never() -> None:
    assert next_allowed(partial(opening, ALWAYS), ALL_DAY, helsinki("2026-11-23 12:00")) is None


@pytest.mark.parametrize("now", ["2026-03-28 23:00", "2026-10-24 23:00"])
def test_quiet_time_ends_by_the_clock_when_it_changes(now: str) -> None:
    allowed = next_allowed(partial(opening, ALWAYS), QUIET, helsinki(now))

    assert shown(allowed).endswith(" 08:00")


@given(SCHEDULES, INSTANTS)
def test_nobody_is_rung_when_it_is_closed_or_quiet(hours: Schedule, now: datetime) -> None:
    allowed = next_allowed(partial(opening, hours), Window(21 * 60, 8 * 60), now)

    assert allowed is None or allowed >= now
    assert allowed is None or opening(hours, allowed).open
    assert allowed is None or 8 <= allowed.astimezone(HELSINKI).hour < 21
    assert allowed is None or allowed - now.astimezone(UTC) <= timedelta(days=60)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        (schedule(OFFICE), "2026-11-23 12:00", "Mon 2026-11-23 16:00"),
        (EARLY, "2026-11-23 12:00", "Mon 2026-11-23 21:00"),
        (ALWAYS, "2026-11-23 08:00", "Mon 2026-11-23 21:00"),
    ],
)
def test_how_long_we_may_go_on_ringing(hours: Schedule, now: str, until: str) -> None:
    assert shown(allowed_until(partial(opening, hours), QUIET, helsinki(now))) == until


def test_without_hours_and_quiet_time_there_is_no_end() -> None:
    assert allowed_until(partial(opening, ALWAYS), None, helsinki("2026-11-23 08:00")) is None
