"""How many callers are a reason to suspect a fault."""

import pytest

from outage_feed.suspicion import callers_needed, same_time_of_day, usual_callers


@pytest.mark.parametrize(
    ("usual", "customers", "needed"),
    [
        (0.0, 0, 5),  # a quiet village
        (0.9, 800, 5),
        (2.0, 800, 10),  # a place that always calls
        (2.1, 800, 11),
        (0.0, 20_000, 20),  # a town
        (0.0, 5_001, 6),
    ],
)
def test_more_must_call_where_more_is_usual_or_more_people_live(
    usual: float, customers: int, needed: int
) -> None:
    assert callers_needed(usual, customers) == needed


def test_what_is_usual_is_the_mean_of_the_hours_that_were_counted() -> None:
    assert usual_callers([8, 4, 12], hours_counted=6) == 1.0
    assert usual_callers([], hours_counted=6) == 0.0
    assert usual_callers([], hours_counted=0) == 0.0


@pytest.mark.parametrize(
    ("hour", "now", "same"),
    [(8, 8, True), (7, 8, True), (9, 8, True), (6, 8, False), (23, 0, True), (0, 23, True)],
)
def test_the_hours_beside_count_also_over_midnight(hour: int, now: int, same: bool) -> None:
    assert same_time_of_day(hour, now) is same
