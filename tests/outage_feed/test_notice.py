"""What is said of a postcode, state by state."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from outage_feed.merge import merge
from tests.outage_feed.hearing import heard, one, state
from tests.outage_feed.made import NOW, at, outage

PLANNED: dict[str, Any] = {"kind": "planned", "status": "scheduled", "starts_at": at("09:00", 23)}
MINUTE = timedelta(minutes=1)


def test_nothing_broken_nothing_said() -> None:
    assert heard() == []


def test_an_estimate() -> None:
    notice = one(outage(estimated_restoration=at("19:00"), messages={"fi": "Puu."}))
    assert (notice.service, notice.state, notice.at) == ("electricity", "eta", at("19:00"))
    assert (notice.since, notice.until, notice.message) == (at("14:00"), None, {"fi": "Puu."})


def test_no_estimate() -> None:
    notice = one(outage(messages={"fi": "Puu."}))
    assert (notice.state, notice.at, notice.message) == ("no_eta", None, {"fi": "Puu."})


def test_a_withdrawn_estimate() -> None:
    first = outage(revision=1, estimated_restoration=at("19:00"))
    held = merge(merge(None, first).outage, outage(revision=2, messages={"fi": "x"})).outage
    notice = one(held)
    assert (notice.state, notice.at, notice.message) == ("withdrawn", None, {})


@pytest.mark.parametrize(
    ("now", "said"),
    [("18:59", "eta"), ("19:00", "overdue"), ("19:01", "overdue")],
)
def test_an_estimate_that_is_not_after_now_has_passed(now: str, said: str) -> None:
    sent = outage(estimated_restoration=at("19:00"), messages={"fi": "x"})
    notice = one(sent, now=at(now))
    assert (notice.state, notice.at) == (said, at("19:00"))
    assert notice.message == ({} if said == "overdue" else {"fi": "x"})


def test_partly_restored() -> None:
    partly = outage(status="partially_restored")
    assert state(partly) == "partial_none"
    assert state(outage(status="partially_restored", estimated_restoration=at("16:00"))) == (
        "partial_eta"
    )
    assert state(outage(status="partially_restored", estimated_restoration=NOW)) == "overdue"


@pytest.mark.parametrize(
    ("now", "said"),
    [("14:30", "restored"), ("16:29", "restored"), ("16:30", "")],
)
def test_restored_is_heard_for_two_hours_after_the_end(now: str, said: str) -> None:
    sent = outage(status="restored", ends_at=at("14:30"), updated_at=at("14:00"))
    assert state(sent, now=at(now)) == said


def test_restored_without_an_end_is_heard_for_two_hours_after_its_update() -> None:
    sent = outage(status="restored", updated_at=at("14:00"))
    assert one(sent, now=at("15:59")).at == at("14:00")
    assert state(sent, now=at("16:00")) == ""


def test_a_repair_of_a_clock_that_is_ahead_is_told_at_once_and_of_now() -> None:
    sent = outage(status="restored", updated_at=NOW + 9 * MINUTE)
    assert (one(sent).state, one(sent).at) == ("restored", NOW)


def test_an_end_that_has_passed_makes_it_restored_whatever_the_status() -> None:
    sent = outage(ends_at=at("14:30"), messages={"fi": "Korjaamme."})
    notice = one(sent)
    assert (notice.state, notice.at, notice.message) == ("restored", at("14:30"), {})


def test_an_end_that_is_ahead_is_not_an_end_yet() -> None:
    sent = outage(ends_at=at("15:30"), estimated_restoration=at("19:00"))
    assert state(sent) == "eta"
    assert state(sent, now=at("15:30")) == "restored"
    early = outage(status="restored", ends_at=at("23:00"), updated_at=at("14:00"))
    assert one(early).at == at("14:00")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at("08:59"), ""),
        (at("09:00"), "planned_coming"),
        (at("08:59", 23), "planned_coming"),
        (at("09:00", 23), "planned_now"),
        (at("11:59", 23), "planned_now"),
        (at("12:00", 23), "planned_overdue"),
    ],
)
def test_planned_work_from_a_day_before_until_it_is_late(now: datetime, said: str) -> None:
    assert state(outage(**PLANNED, estimated_restoration=at("12:00", 23)), now=now) == said


def test_planned_work_has_its_start_and_its_end() -> None:
    sent = outage(**PLANNED, estimated_restoration=at("12:00", 23))
    coming = one(sent)
    assert (coming.at, coming.until) == (at("09:00", 23), at("12:00", 23))
    going_on = one(sent, now=at("10:00", 23))
    assert (going_on.at, going_on.until) == (at("12:00", 23), at("12:00", 23))
    assert going_on.since == at("09:00", 23)


def test_coming_work_without_an_end_has_no_until() -> None:
    assert one(outage(**PLANNED)).until is None
    assert one(outage(**PLANNED, estimated_restoration=at("08:00", 23))).until is None


def test_planned_work_going_on_without_an_end_is_no_eta() -> None:
    assert state(outage(**PLANNED), now=at("10:00", 23)) == "no_eta"


def test_planned_and_active_before_its_start_is_still_coming() -> None:
    sent = outage(**PLANNED | {"status": "active"}, estimated_restoration=at("12:00", 23))
    assert state(sent) == "planned_coming"


def test_scheduled_is_planned_even_where_the_kind_was_left_out() -> None:
    sent = outage(status="scheduled", starts_at=at("14:00"), estimated_restoration=at("16:00"))
    assert state(sent) == "planned_now"


def test_cancelled_is_heard_only_if_planned_and_until_its_start() -> None:
    cancelled = outage(**PLANNED | {"status": "cancelled"})
    assert one(cancelled).state == "planned_cancelled"
    assert one(cancelled).at == at("09:00", 23)
    assert state(cancelled, now=at("09:00", 23)) == ""
    assert state(outage(status="cancelled", starts_at=at("09:00", 23))) == ""
    assert state(outage(status="cancelled", kind="planned", starts_at=None)) == ""


def test_an_estimate_in_the_doubled_hour_passes_at_its_own_moment() -> None:
    second_time = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    sent = outage(estimated_restoration=second_time)
    first_time = second_time - timedelta(hours=1)
    assert state(sent, now=first_time + MINUTE) == "eta"
    assert state(sent, now=second_time) == "overdue"


def test_two_hours_are_two_hours_in_the_night_when_clocks_go_forward() -> None:
    ended = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    sent = outage(status="restored", ends_at=ended)
    assert state(sent, now=ended + timedelta(hours=2) - MINUTE) == "restored"
    assert state(sent, now=ended + timedelta(hours=2)) == ""


def test_an_incident_with_every_turn_is_never_said_wrong() -> None:
    """Moved later twice, repaired, back without an estimate, gets one, loses it again."""
    story: list[tuple[str, dict[str, Any], str]] = [
        ("14:00", {"estimated_restoration": at("16:00")}, "eta"),
        ("14:10", {"estimated_restoration": at("17:00")}, "eta"),
        ("14:20", {"estimated_restoration": at("18:00")}, "eta"),
        ("14:30", {"status": "restored"}, "restored"),
        ("14:40", {}, "reopened_none"),
        ("14:50", {"estimated_restoration": at("19:00")}, "reopened_eta"),
        ("14:55", {}, "withdrawn"),
    ]
    held = None
    for updated, values, said in story:
        held = merge(held, outage(updated_at=at(updated), **values)).outage
        notice = one(held, now=at(updated))
        assert notice.state == said
        assert notice.at in {None, values.get("estimated_restoration"), at("14:30")}
