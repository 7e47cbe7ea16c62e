"""Several outages in one place, and sources that have fallen silent: which is heard."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from outage_feed.freshness import Freshness
from outage_feed.notice import decide
from outage_feed.outage import Outage
from outage_feed.record import Record
from outage_feed.summary import fact, fact_of
from tests.outage_feed.hearing import heard, one, state
from tests.outage_feed.made import NOW, at, outage

PLANNED: dict[str, Any] = {"kind": "planned", "status": "scheduled", "starts_at": at("09:00", 23)}
RANKED = [
    ("eta", outage(id="A", estimated_restoration=at("19:00"))),
    (
        "planned_now",
        outage(id="B", kind="planned", starts_at=at("14:00"), estimated_restoration=at("18:00")),
    ),
    ("restored", outage(id="C", status="restored")),
    ("planned_coming", outage(id="D", **PLANNED)),
    ("planned_cancelled", outage(id="E", **PLANNED | {"status": "cancelled"})),
]
WORK = {"kind": "planned", "estimated_restoration": at("16:00")}


def test_several_with_estimates_give_the_latest() -> None:
    notice = one(
        outage(id="A", estimated_restoration=at("17:00"), messages={"fi": "x"}),
        outage(id="B", estimated_restoration=at("19:00"), starts_at=at("13:00")),
    )
    assert (notice.state, notice.at, notice.since) == ("several_eta", at("19:00"), at("13:00"))
    assert notice.message == {}


@pytest.mark.parametrize("other", [None, at("14:59"), NOW])
def test_several_of_which_some_have_no_estimate_that_holds(other: datetime | None) -> None:
    notice = one(
        outage(id="A", estimated_restoration=other),
        outage(id="B", status="partially_restored", estimated_restoration=at("19:00")),
    )
    assert (notice.state, notice.at) == ("several_mixed", at("19:00"))


def test_several_without_any_estimate_that_holds() -> None:
    notice = one(outage(id="A"), outage(id="B", estimated_restoration=at("14:59")))
    assert (notice.state, notice.at) == ("several_none", None)


@pytest.mark.parametrize("count", [2, 3, 4, 24, 100])
@pytest.mark.parametrize(
    ("last", "said"),
    [
        (at("20:00"), "several_eta"),
        (None, "several_mixed"),
        (at("14:00"), "several_mixed"),
    ],
)
def test_any_number_of_outages_says_the_same(count: int, last: datetime | None, said: str) -> None:
    outages = [outage(id=f"F-{n}", estimated_restoration=at("19:00")) for n in range(count - 1)]
    notice = one(*outages, outage(id="last", estimated_restoration=last))
    assert (notice.state, notice.at) == (said, last if said == "several_eta" else at("19:00"))


def test_many_whose_estimates_have_all_passed() -> None:
    outages = [outage(id=f"F-{n}", estimated_restoration=at("19:00")) for n in range(24)]
    assert state(*outages, now=at("19:00")) == "several_none"


@pytest.mark.parametrize("first", range(len(RANKED)))
def test_the_weightier_is_heard(first: int) -> None:
    said, _ = RANKED[first]
    for order in permutations([sent for _, sent in RANKED[first:]]):
        assert state(*order) == said


def test_each_service_has_its_own_notice() -> None:
    notices = heard(outage(id="A", service="water"), outage(id="B"))
    assert [(notice.service, notice.state) for notice in notices] == [
        ("electricity", "no_eta"),
        ("water", "no_eta"),
    ]


def test_a_stale_source_says_only_when_an_outage_was_last_known() -> None:
    heard_at = NOW - timedelta(hours=7)
    sent = outage(estimated_restoration=at("19:00"), messages={"fi": "x"})
    (notice,) = heard(sent, freshness={"grid": Freshness(heard_at)})
    assert (notice.state, notice.at, notice.message) == ("stale", heard_at, {})
    assert notice.since == at("14:00")


@pytest.mark.parametrize("quiet", [sent for said, sent in RANKED if said != "eta"])
def test_a_stale_source_says_nothing_of_planned_or_repaired(quiet: Outage) -> None:
    assert heard(quiet, freshness={"grid": Freshness(NOW - timedelta(hours=7))}) == []


@pytest.mark.parametrize("last_push", [NOW - timedelta(hours=25), None])
def test_a_silent_source_is_not_read(last_push: datetime | None) -> None:
    assert heard(outage(), freshness={"grid": Freshness(last_push)}) == []


def test_an_unknown_source_is_not_read() -> None:
    assert heard(outage(), freshness={}) == []


@pytest.mark.parametrize(
    ("fresh", "said"),
    [
        ({}, "no_eta"),
        (WORK, "planned_now"),
        ({"status": "restored"}, "stale"),
        ({"status": "scheduled", "starts_at": at("20:00")}, "stale"),
        ({"status": "cancelled", "kind": "planned", "starts_at": at("20:00")}, "stale"),
    ],
)
def test_what_a_silent_source_last_knew_goes_before_all_but_what_surely_goes_on(
    fresh: dict[str, Any], said: str
) -> None:
    ages = {"grid": Freshness(NOW), "old": Freshness(NOW - timedelta(hours=7))}
    both = heard(outage(**fresh), outage(source="old"), freshness=ages)
    assert [notice.state for notice in both] == [said]


def test_a_repair_is_not_told_of_while_a_held_fault_may_go_on() -> None:
    held = fact_of(Record(outage(id="H"), held_as_of=NOW - timedelta(hours=7)))
    facts = [held, fact(outage(status="restored"))]
    assert [one.state for one in decide(facts, NOW, {"grid": Freshness(NOW)})] == ["stale"]


def test_a_stale_fault_hides_no_other_service() -> None:
    ages = {"grid": Freshness(NOW), "old": Freshness(NOW - timedelta(hours=7))}
    other = heard(outage(service="water"), outage(source="old"), freshness=ages)
    assert [notice.state for notice in other] == ["stale", "no_eta"]


def test_several_from_a_stale_source_are_stale_once() -> None:
    ages = {"grid": Freshness(NOW - timedelta(hours=7))}
    notices = heard(*(outage(id=f"F-{n}") for n in range(9)), freshness=ages)
    assert [notice.state for notice in notices] == ["stale"]
