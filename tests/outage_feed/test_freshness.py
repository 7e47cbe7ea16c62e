"""How old a source's word is."""

from datetime import timedelta

import pytest

from outage_feed.cover import Scope, Withheld
from outage_feed.freshness import Freshness, covered
from outage_feed.summary import fact
from tests.outage_feed.made import NOW, outage


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
    assert covered([Freshness(NOW, frozenset(services))], "29900", wanted, NOW) is known


def test_not_covered_by_the_stale_the_silent_or_nobody() -> None:
    old = [
        Freshness(NOW - timedelta(hours=7)),
        Freshness(NOW - timedelta(days=2)),
        Freshness(None),
    ]
    assert not covered(old, "29900", [], NOW)
    assert not covered([], "29900", [], NOW)


HERE = frozenset({"29900"})
POWER = frozenset({"electricity"})


@pytest.mark.parametrize(
    ("scopes", "postcode", "wanted", "known"),
    [
        ([Scope(HERE)], "29900", [], True),
        ([Scope(HERE)], "00100", [], False),
        ([Scope(HERE, POWER)], "29900", ["water"], False),
        ([Scope(None, POWER)], "00100", ["electricity", "water"], True),
        ([Scope(HERE), Scope(frozenset({"00100"}), POWER)], "00100", ["electricity"], True),
        ([Scope(HERE), Scope(frozenset({"00100"}), POWER)], "00100", ["water"], False),
        ([], "29900", [], False),
    ],
)
def test_a_source_is_no_word_on_places_and_services_outside_of_its_limits(
    scopes: list[Scope], postcode: str, wanted: list[str], *, known: bool
) -> None:
    source = Freshness(NOW, scopes=tuple(scopes))
    assert covered([source], postcode, wanted, NOW) is known


def test_a_service_counts_that_is_both_allowed_and_spoken_of() -> None:
    source = Freshness(NOW, frozenset({"water"}), scopes=(Scope(None, POWER),))
    assert not covered([source], "29900", ["electricity", "water"], NOW)


def test_where_one_outage_waits_nobody_says_that_nothing_is_known() -> None:
    waiting = Withheld(fact(outage()), HERE)
    sources = [Freshness(NOW, withheld=(waiting,)), Freshness(NOW)]
    asked = [("29900", []), ("29900", ["electricity"]), ("29900", ["water"]), ("00100", [])]
    told = [covered(sources, postcode, services, NOW) for postcode, services in asked]
    assert told == [False, False, True, True]


def test_what_waits_counts_only_while_it_would_be_heard() -> None:
    work = outage(status="scheduled", starts_at=NOW + timedelta(days=3))
    source = Freshness(NOW, withheld=(Withheld(fact(work), HERE),), never_stale=True)
    told = [covered([source], "29900", [], NOW + timedelta(days=days)) for days in (0, 2, 3)]
    assert told == [True, False, False]
