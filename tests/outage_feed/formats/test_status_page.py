"""Webhooks of a status page, as Atlassian Statuspage sends them, and their known traps."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from outage_feed.formats.status_page import Options, read
from outage_feed.intake import take
from outage_feed.push import Sent, Unreadable
from outage_feed.record import Record
from outage_feed.times import parse_time
from tests.outage_feed.formats.status_pages import (
    INCIDENT,
    SETTINGS,
    one,
    problems,
    pushed,
    sample,
)
from tests.outage_feed.made import NOW, at

MAINTENANCE = {
    "scheduled_for": "2026-11-23T01:00:00+02:00",
    "scheduled_until": "2026-11-23T05:00:00+02:00",
}


class TestSamples:
    def test_an_incident(self) -> None:
        """Its page says "All Systems Operational" all the while."""
        body = sample("incident_created.json")
        (item,) = pushed(body).items
        outage = item.outage
        assert body["page"]["status_indicator"] == "none"
        assert (outage.id, outage.status, outage.service) == ("z3lct0r596n4", "active", "telecom")
        assert outage.areas == ("29900", {"municipality": "091"})
        assert outage.starts_at == parse_time("2017-12-26T07:32:00.507Z")
        assert outage.updated_at == parse_time("2017-12-26T07:32:00.603Z")
        assert (outage.estimated_restoration, outage.messages) == (None, {})
        assert outage.details["name"] == "Database query delays"
        assert outage.details["update"].startswith("We just encountered")

    def test_its_end(self) -> None:
        (item,) = pushed(sample("incident_update.json")).items
        assert (item.outage.id, item.outage.status) == ("z3lct0r596n4", "restored")
        assert item.outage.ends_at == parse_time("2017-12-26T07:37:20.785Z")

    def test_a_component_without_an_incident_id(self) -> None:
        (item,) = pushed(sample("component_status_update.json")).items
        outage = item.outage
        assert (outage.id, outage.status) == ("component:sqm6pl84wzjc", "active")
        assert (outage.kind, outage.areas) == ("planned", ("00100",))
        assert outage.updated_at == parse_time("2017-12-26T07:59:09.379Z")

    def test_retries_and_late_arrivals_change_nothing(self) -> None:
        created, ended = (sample(f"incident_{what}.json") for what in ("created", "update"))
        records: dict[str, Record] = {}
        outcomes = []
        for body in (ended, created, ended, created):
            taken = take(pushed(body), records, None, NOW)
            records.update(taken.changed)
            outcomes.append((taken.answer.accepted, taken.answer.unchanged, taken.answer.older))
        ids = ("z3lct0r596n4",)
        assert outcomes == [(ids, (), ()), ((), (), ids), ((), ids, ()), ((), (), ids)]
        assert records[ids[0]].outage.status == "restored"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("investigating", "active"),
        ("identified", "active"),
        ("monitoring", "active"),
        ("resolved", "restored"),
        ("postmortem", "restored"),
        ("in_progress", "active"),
        ("In Progress", "active"),
        ("VERIFYING", "active"),
        ("completed", "restored"),
    ],
)
def test_the_words_of_incidents(word: str, status: str) -> None:
    assert one(status=word).status == status


def test_an_unknown_status_is_refused_and_never_says_that_all_is_well() -> None:
    sent = pushed({"incident": INCIDENT | {"status": "mitigated"}})
    assert problems(sent) == [("status", 'unknown status "mitigated": add it under words')]
    assert sent.refused[0].id == "z3lct0r596n4"
    known = pushed({"incident": INCIDENT | {"status": "mitigated"}}, words={"Mitigated": "active"})
    assert known.items[0].outage.status == "active"


@pytest.mark.parametrize("word", [None, 7, "", ["resolved"]])
def test_a_status_that_is_no_word_is_refused(word: Any) -> None:
    assert [place for place, _ in problems(pushed({"incident": INCIDENT | {"status": word}}))] == [
        "status"
    ]


def test_a_resolved_incident_that_does_not_say_when() -> None:
    told = {"status": "resolved", "body": "Korjattu.", "created_at": "2026-11-22T14:20:00+02:00"}
    outage = one(
        status="resolved", updated_at="2026-11-22T14:21:00+02:00", incident_updates=[told]
    )
    assert (outage.status, outage.ends_at) == ("restored", at("14:20"))
    assert one(status="resolved").ends_at is None


def test_a_postmortem_days_later_is_no_second_repair() -> None:
    updates = [
        {"status": "postmortem", "body": "…", "created_at": "2026-11-22T14:50:00+02:00"},
        {"status": "resolved", "body": "…", "created_at": "2026-11-20T10:00:00+02:00"},
        {"status": "identified", "body": "…", "created_at": "2026-11-20T09:00:00+02:00"},
    ]
    outage = one(
        status="postmortem", updated_at="2026-11-22T14:50:00+02:00", incident_updates=updates
    )
    assert outage.ends_at == at("10:00", day=20)


def test_one_that_is_investigated_again_goes_on_whatever_resolved_at_says() -> None:
    outage = one(status="investigating", resolved_at="2026-11-22T14:00:00+02:00")
    assert not outage.over(NOW)


def test_scheduled_maintenance() -> None:
    outage = one(status="scheduled", **MAINTENANCE)
    assert (outage.status, outage.kind) == ("scheduled", "planned")
    assert outage.starts_at == at("01:00", day=23)
    assert outage.estimated_restoration == at("05:00", day=23)


def test_maintenance_under_way_and_done() -> None:
    begun = {
        "scheduled_for": "2026-11-22T13:00:00+02:00",
        "scheduled_until": "2026-11-22T16:00:00+02:00",
        "updated_at": "2026-11-22T14:50:00+02:00",
    }
    going_on = one(status="in_progress", **begun)
    assert (going_on.status, going_on.kind) == ("active", "planned")
    assert going_on.estimated_restoration == at("16:00")
    done = one(status="completed", resolved_at="2026-11-22T14:50:00+02:00", **begun)
    assert (done.status, done.ends_at, done.estimated_restoration) == (
        "restored",
        at("14:50"),
        None,
    )


def test_maintenance_that_is_completed_before_it_began_was_cancelled() -> None:
    assert one(status="completed", **MAINTENANCE).status == "cancelled"


def test_what_is_told_after_it_was_over_is_left_out() -> None:
    sent = pushed({"incident": INCIDENT | {"backfilled": True, "status": "resolved"}})
    assert (sent.items, sent.refused) == ((), ())
    assert [(left.id, left.why) for left in sent.ignored] == [
        ("z3lct0r596n4", "backfilled: told after it was over")
    ]


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("id", None, "id"),
        ("id", 7, "id"),
        ("updated_at", "2026-11-22T14:00:00", "updated_at"),
        ("updated_at", "2026-11-22T15:11:00+02:00", "updated_at"),
        ("created_at", "yesterday", "starts_at"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(name: str, value: Any, place: str) -> None:
    sent = pushed({"incident": INCIDENT | {name: value}})
    assert [at for at, _ in problems(sent)] == [place]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "neither"),
        ({"page": {}, "meta": {}}, "neither"),
        ({"component": {}}, "neither"),
        ({"incident": "x"}, "incident: must be an object"),
        ([], "must be an object"),
        ("x", "must be an object"),
    ],
)
def test_other_bodies_are_refused_whole(body: Any, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        pushed(body)


def test_a_name_given_twice_is_refused() -> None:
    spoilt = json.dumps({"incident": INCIDENT}).replace('"status"', '"status": "a", "status"', 1)
    with pytest.raises(Unreadable, match=r"incident\.status: given twice"):
        read(Sent("telco", spoilt.encode(), NOW), Options.model_validate(SETTINGS))


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({}, "components"),
        ({"components": {"a": {}}}, "components.a.areas"),
        ({"components": {"a": {"areas": ["2990"]}}}, "components.a.areas.0"),
        ({"components": {"a": {"areas": "29900", "service": "wifi"}}}, "components.a.service"),
        ({"components": {}, "words": {"mitigated": "mended"}}, "words.mitigated"),
        ({"components": {}, "url": "x"}, "url"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_with_its_place(
    settings: dict[str, Any], place: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Options.model_validate(settings)
    assert [".".join(map(str, error["loc"])) for error in caught.value.errors()] == [place]
