"""How old a source's word is."""

from datetime import timedelta

import pytest

from outage_feed.freshness import Freshness, covered
from tests.outage_feed.made import NOW


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(0), "fresh"),
        (timedelta(minutes=-5), "fresh"),
        (timedelta(hours=6), "fresh"),
        (timedelta(hours=6, seconds=1), "stale"),
        (timedelta(hours=24), "stale"),
        (timedelta(hours=24, seconds=1), "silent"),
    ],
)
def test_a_source_ages(age: timedelta, state: str) -> None:
    assert Freshness(NOW - age).state(NOW) == state


def test_a_source_that_never_pushed_is_none() -> None:
    assert Freshness(None, never_stale=True).state(NOW) == "never"


def test_limits_are_the_sources_own() -> None:
    short = Freshness(NOW, stale_after=timedelta(minutes=10), silent_after=timedelta(minutes=20))
    ages = [short.state(NOW + timedelta(minutes=minutes)) for minutes in (10, 15, 21)]
    assert ages == ["fresh", "stale", "silent"]


def test_a_demo_source_never_goes_stale() -> None:
    assert Freshness(NOW - timedelta(days=400), never_stale=True).state(NOW) == "fresh"


@pytest.mark.parametrize(
    ("services", "wanted", "known"),
    [
        ({"electricity"}, ["electricity"], True),
        ({"electricity"}, ["water"], False),
        ({"electricity"}, ["water", "electricity"], True),
        ({"electricity"}, [], True),
        ((), ["water"], True),
    ],
)
def test_covered_by_a_fresh_source_that_speaks_of_the_service(
    services: set[str], wanted: list[str], known: bool
) -> None:
    assert covered([Freshness(NOW, frozenset(services))], wanted, NOW) is known


def test_not_covered_by_the_stale_the_silent_or_nobody() -> None:
    old = [
        Freshness(NOW - timedelta(hours=7)),
        Freshness(NOW - timedelta(days=2)),
        Freshness(None),
    ]
    assert not covered(old, [], NOW)
    assert not covered([], [], NOW)
