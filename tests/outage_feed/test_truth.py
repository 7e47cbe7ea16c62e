"""What is heard as an outage, its source and its estimate grow old."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from outage_feed.freshness import Freshness
from outage_feed.merge import merge
from outage_feed.outage import Outage
from tests.outage_feed.hearing import heard, one, state
from tests.outage_feed.made import NOW, at, outage

SECOND = timedelta(seconds=1)
PLANNED: dict[str, Any] = {"kind": "planned", "status": "scheduled", "starts_at": at("14:00")}


def fold(*versions: Outage) -> Outage:
    held = None
    for version in versions:
        held = merge(held, version).outage
    assert held is not None
    return held


def repaired_and_back(**changes: Any) -> Outage:
    return fold(
        outage(updated_at=at("14:10"), estimated_restoration=at("15:00")),
        outage(updated_at=at("14:20"), status="restored"),
        outage(**{"updated_at": at("14:40")} | changes),
    )


# Reopening


def test_what_was_repaired_and_goes_on_has_started_again() -> None:
    assert state(repaired_and_back()) == "reopened_none"
    again = one(repaired_and_back(estimated_restoration=at("19:00")))
    assert (again.state, again.at) == ("reopened_eta", at("19:00"))


def test_started_again_is_said_for_a_day_after_the_repair() -> None:
    back = repaired_and_back()
    said = [state(back, now=at("14:20", 23) + late) for late in (timedelta(0), SECOND)]
    assert said == ["reopened_none", "no_eta"]


def test_an_estimate_from_before_the_repair_is_not_what_was_withdrawn() -> None:
    assert not repaired_and_back().withdrawn
    lost = fold(
        repaired_and_back(estimated_restoration=at("19:00")), outage(updated_at=at("14:50"))
    )
    assert state(lost) == "withdrawn"


def test_a_reopened_fault_whose_estimate_passes_is_overdue() -> None:
    assert (
        state(repaired_and_back(estimated_restoration=at("19:00")), now=at("19:00")) == "overdue"
    )


def test_partly_repaired_says_more_than_started_again() -> None:
    assert state(repaired_and_back(status="partially_restored")) == "partial_none"


def test_an_end_that_was_announced_and_came_is_a_repair() -> None:
    back = fold(
        outage(updated_at=at("14:10"), ends_at=at("14:30")), outage(updated_at=at("14:40"))
    )
    assert state(back) == "reopened_none"


def test_an_end_that_was_put_off_before_it_came_is_none() -> None:
    back = fold(
        outage(updated_at=at("14:10"), ends_at=at("14:50")), outage(updated_at=at("14:40"))
    )
    assert state(back) == "no_eta"


# Estimates, to the minute


@pytest.mark.parametrize(
    ("estimate", "now", "said"),
    [
        (59, 30, "overdue"),
        (0, 30, "overdue"),
        (59, -1, "eta"),
    ],
)
def test_a_time_is_no_promise_in_its_own_minute(estimate: int, now: int, said: str) -> None:
    sent = outage(estimated_restoration=at("16:00") + estimate * SECOND)
    assert state(sent, now=at("16:00") + now * SECOND) == said


# A source that falls silent


def said_by(age: timedelta, *outages: Outage, now: datetime = NOW) -> list[str]:
    fresh = {"grid": Freshness(now - age)}
    return [notice.state for notice in heard(*outages, now=now, freshness=fresh)]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, ["eta"]),
        (5, ["eta"]),
        (5.01, ["no_eta"]),
        (6, ["no_eta"]),
        (6.01, ["stale"]),
        (24, ["stale"]),
        (24.01, []),
    ],
)
def test_first_estimates_fall_silent_then_it_is_last_known_then_left_out(
    hours: float, said: list[str]
) -> None:
    sent = outage(estimated_restoration=at("23:00"))
    assert said_by(timedelta(hours=hours), sent) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"estimated_restoration": at("14:30")}, "no_eta"),
        ({"status": "partially_restored", "estimated_restoration": at("19:00")}, "partial_none"),
        (PLANNED | {"estimated_restoration": at("19:00")}, "planned_now"),
        ({"status": "restored"}, "restored"),
    ],
)
def test_a_source_that_is_late_promises_nothing_but_its_plans(
    changes: dict[str, Any], said: str
) -> None:
    assert said_by(timedelta(hours=5.5), outage(**changes)) == [said]


def test_a_source_that_is_late_has_not_withdrawn_anything() -> None:
    lost = fold(
        outage(revision=1, estimated_restoration=at("19:00")),
        outage(revision=2, updated_at=at("14:20")),
    )
    assert said_by(timedelta(0), lost) == ["withdrawn"]
    assert said_by(timedelta(hours=5.5), lost) == ["no_eta"]


def test_estimates_of_several_fall_silent_together() -> None:
    many = [outage(id=f"F-{n}", estimated_restoration=at("19:00")) for n in range(9)]
    assert said_by(timedelta(hours=5.5), *many) == ["several_none"]


def test_planned_work_that_everybody_forgot_ends_by_itself() -> None:
    sent = outage(**PLANNED, estimated_restoration=at("16:00"))
    said = [state(sent, now=at("16:00", 23) + late) for late in (-SECOND, timedelta(0))]
    assert said == ["planned_overdue", ""]


# Two sources about one area

FRESH = {"grid": Freshness(NOW), "other": Freshness(NOW)}


def both(mine: Outage, theirs: Outage) -> list[tuple[str, datetime | None]]:
    sent = (mine, replace(theirs, source="other"))
    orders = [heard(*order, freshness=FRESH) for order in (sent, sent[::-1])]
    assert orders[0] == orders[1]
    return [(notice.state, notice.at) for notice in orders[0]]


ETA = outage(estimated_restoration=at("17:00"))


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (outage(estimated_restoration=at("19:00")), ("eta", at("19:00"))),
        (outage(estimated_restoration=at("16:00")), ("eta", at("17:00"))),
        (outage(), ("no_eta", None)),
        (outage(estimated_restoration=at("14:50")), ("overdue", at("14:50"))),
        (outage(status="restored"), ("eta", at("17:00"))),
        (outage(status="cancelled"), ("eta", at("17:00"))),
    ],
)
def test_of_two_sources_the_more_cautious_is_heard(
    theirs: Outage, said: tuple[str, datetime | None]
) -> None:
    assert both(ETA, theirs) == [said]


def test_two_sources_that_tell_of_one_fault_do_not_make_it_several() -> None:
    assert both(outage(), outage()) == [("no_eta", None)]


def test_what_people_write_goes_before_what_a_source_says_of_the_same_phase() -> None:
    fresh = FRESH | {"manual": Freshness(NOW, never_stale=True)}
    mine = outage(source="manual", estimated_restoration=at("20:00"))
    assert [n.at for n in heard(mine, outage(), freshness=fresh)] == [at("20:00")]
    planned = replace(mine, **PLANNED)
    assert [n.state for n in heard(planned, outage(), freshness=fresh)] == ["no_eta"]


def test_several_of_one_source_with_the_latest_estimate() -> None:
    mine = [outage(id=f"F-{n}", estimated_restoration=at(f"1{n}:00")) for n in (6, 7)]
    notices = heard(*mine, replace(ETA, source="other"), freshness=FRESH)
    assert [(n.state, n.at) for n in notices] == [("several_eta", at("17:00"))]


# A major disturbance


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([outage(estimated_restoration=at("19:00"))], ("major_eta", at("19:00"))),
        ([outage()], ("major_none", None)),
        ([outage(), outage(id="F-2")], ("major_none", None)),
        ([outage(status="partially_restored")], ("partial_none", None)),
        ([outage(status="restored")], ("restored", at("14:10"))),
    ],
)
def test_in_a_storm_it_is_said_that_it_is_one(
    sent: list[Outage], said: tuple[str, datetime | None]
) -> None:
    storm = {"grid": Freshness(NOW, major={"electricity": None})}
    notices = heard(*sent, freshness=storm)
    assert [(n.state, n.at) for n in notices] == [said]


def test_a_storm_that_a_person_announced_ends_by_itself_and_is_of_its_service() -> None:
    storm = {"grid": Freshness(NOW, major={"electricity": NOW + SECOND, "water": NOW})}
    water = outage(id="W", service="water")
    states = [notice.state for notice in heard(outage(), water, freshness=storm)]
    assert states == ["major_none", "no_eta"]
