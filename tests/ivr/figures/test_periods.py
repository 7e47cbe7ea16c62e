"""Which days are looked at, in Helsinki, through both nights of changing clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ivr.clock import HELSINKI
from ivr.figures.periods import BadPeriod, Period, read_period

NOW = datetime(2026, 11, 25, 14, 30, tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        ("today", date(2026, 11, 25), date(2026, 11, 25)),
        ("yesterday", date(2026, 11, 24), date(2026, 11, 24)),
        ("week", date(2026, 11, 23), date(2026, 11, 25)),
        ("month", date(2026, 11, 1), date(2026, 11, 25)),
        ("", date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
def test_a_choice_is_days_in_helsinki(choice: str, first: date, last: date) -> None:
    period = read_period(choice, "", "", NOW)
    assert (period.first, period.last) == (first, last)


def test_just_after_midnight_in_helsinki_is_the_new_day() -> None:
    late = datetime(2026, 11, 24, 22, 5, tzinfo=UTC)
    assert read_period("today", "", "", late).first == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("", "2026-11-01", "no_date"),
        ("1.11.2026", "2026-11-01", "no_date"),
        ("2026-11-02", "2026-11-01", "backwards"),
        ("2024-11-02", "2026-11-01", "too_long"),
        ("0001-01-01", "0001-01-02", "backwards"),
        ("9999-12-31", "9999-12-31", "backwards"),
    ],
)
def test_days_that_cannot_be_shown_are_refused(first: str, last: str, why: str) -> None:
    with pytest.raises(BadPeriod, match=why):
        read_period("days", first, last, NOW)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 10), 24)]
)
def test_a_day_has_each_of_its_hours_once(day: date, hours: int) -> None:
    points = list(Period("days", day, day).points(NOW))
    assert len(points) == len(set(points)) == hours
    assert points[0].astimezone(HELSINKI).hour == 0


@pytest.mark.parametrize(("back", "span"), [(0, "hour"), (98, "hour"), (101, "day")])
def test_a_day_whose_hours_are_gone_is_read_from_the_sums_of_days(back: int, span: str) -> None:
    day = (NOW.date() - timedelta(days=back)).isoformat()
    period = read_period("days", day, day, NOW)
    assert (period.span, period.before.span) == (span, "day" if back > 97 else span)


def test_nothing_is_drawn_that_has_not_begun() -> None:
    assert len(list(read_period("today", "", "", NOW).points(NOW))) == 15
    ahead = Period("days", NOW.date(), NOW.date() + timedelta(days=5))
    assert [at.astimezone(HELSINKI).date() for at in ahead.points(NOW)] == [NOW.date()]


def test_more_than_a_quarter_is_drawn_by_the_week() -> None:
    period = Period("days", date(2026, 7, 1), date(2026, 11, 20))
    drawn = period.drawn(NOW)
    assert [at.date() for at in drawn[:3]] == [date(2026, 7, day) for day in (1, 6, 13)]
    assert len(drawn) == 21
    assert period.span == "day"


def test_a_period_is_compared_with_as_many_days_before_and_a_week_with_the_same_days() -> None:
    before = read_period("days", "2026-11-10", "2026-11-19", NOW).before
    assert (before.first, before.last) == (date(2026, 10, 31), date(2026, 11, 9))
    week = read_period("week", "", "", NOW).before
    assert (week.first, week.last) == (date(2026, 11, 16), date(2026, 11, 18))
