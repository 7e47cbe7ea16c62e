"""Times as sources write them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from outage_feed.times import BadTime, parse_past, parse_time
from tests.outage_feed.made import NOW


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-22T15:00:00+02:00",
        "2026-11-22T15:00+02:00",
        "2026-11-22 15:00:00+0200",
        "2026-11-22T13:00:00Z",
        "2026-11-22t13:00:00z",
        "2026-11-22T13:00:00.0000000Z",
        "2026-11-22T08:00:00-05:00",
    ],
)
def test_the_same_moment_however_it_is_written(written: str) -> None:
    assert parse_time(written) == datetime(2026, 11, 22, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offset", "hour"),
    [("+03:00", 0), ("+02:00", 1)],
)
def test_the_doubled_hour_of_october_is_told_apart_by_its_offset(offset: str, hour: int) -> None:
    written = f"2026-10-25T03:30:00{offset}"
    assert parse_time(written) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_a_time_in_the_hour_that_march_skips_is_still_a_moment() -> None:
    written = "2026-03-29T03:30:00+02:00"
    assert parse_time(written) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2026-11-22T15:00:00", "with an offset"),
        ("2026-11-22", "with an offset"),
        ("tomorrow", "with an offset"),
        ("\u0662026-11-22T15:00:00Z", "with an offset"),
        ("2026-02-30T15:00:00Z", "no such time"),
        ("2026-11-22T15:00:60Z", "no such time"),
        ("2026-11-22T15:00:00+25:00", "no such time"),
        ("0001-01-01T00:00:00+02:00", "the year must be"),
        ("9999-12-31T23:59:59-02:00", "the year must be"),
        (1763816400, "as a string"),
        (float("nan"), "as a string"),
        (True, "as a string"),
    ],
)
def test_what_is_no_time_is_refused_with_the_reason(written: Any, problem: str) -> None:
    with pytest.raises(BadTime, match=problem):
        parse_time(written)


def test_a_source_may_be_ten_minutes_ahead_of_us_and_no_more() -> None:
    edge = NOW + timedelta(minutes=10)
    assert parse_past(edge.isoformat(), NOW) == edge
    with pytest.raises(BadTime, match="ten minutes ahead"):
        parse_past((edge + timedelta(seconds=1)).isoformat(), NOW)
