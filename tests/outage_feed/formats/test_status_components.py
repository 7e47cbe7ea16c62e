"""Status pages: the components of an incident, and bodies that tell of a component alone."""

from typing import Any

import pytest

from outage_feed.times import parse_time
from tests.outage_feed.formats.status_pages import (
    INCIDENT,
    PORTAL,
    component,
    incident,
    one,
    problems,
    pushed,
)


def test_a_component_by_its_name_or_its_id() -> None:
    assert one(components=[{"id": "new", "name": "database  COMPONENT"}]).areas == ("00100",)
    both = [{"id": "ZVDM6F7GF76J", "name": "?"}, {"id": "x", "name": "Database component"}]
    assert one(components=both).areas == ("29900", {"municipality": "091"}, "00100")


def test_a_component_that_is_not_listed_is_kept_as_a_place_of_its_name() -> None:
    outage = one(components=[PORTAL, {"id": "q", "name": "Sähköposti"}])
    assert outage.areas == ("29900", {"municipality": "091"}, {"place": "Sähköposti"})


def test_components_of_the_newest_update_stand_in_for_those_of_the_incident() -> None:
    named = [{"code": "zvdm6f7gf76j", "name": "Management Portal (example)"}]
    updates = [{"status": "identified", "affected_components": named}]
    absent: list[Any] = [[], None]
    for components in absent:
        assert "29900" in one(components=components, incident_updates=updates).areas


def test_an_incident_that_names_no_component_is_where_the_settings_say() -> None:
    bare = {"incident": INCIDENT | {"components": []}}
    assert pushed(bare).items[0].outage.areas == ()
    everywhere = pushed(bare, without_components=[{"municipality": "484"}])
    assert everywhere.items[0].outage.areas == ({"municipality": "484"},)


def test_components_of_two_services_are_two_outages() -> None:
    outages = incident(components=[PORTAL, {"id": "f", "name": "Valokuitu"}])
    assert [(outage.id, outage.service, outage.areas) for outage in outages] == [
        ("z3lct0r596n4:other", "other", ("331*",)),
        ("z3lct0r596n4", "telecom", ("29900", {"municipality": "091"})),
    ]


def test_a_service_that_is_no_longer_named_is_heard_no_more() -> None:
    fibre = [{"code": "f", "name": "Valokuitu"}]
    updates = [{"status": "identified"}, {"status": "identified", "affected_components": fibre}]
    outages = incident(components=[PORTAL], incident_updates=updates)
    assert {outage.service: outage.status for outage in outages} == {
        "other": "cancelled",
        "telecom": "active",
    }


def test_a_component_that_works_again_is_restored_under_the_same_id() -> None:
    (out,) = component("operational", "major_outage", "14:00").items
    (back,) = component("major_outage", "operational", "14:30").items
    assert (out.outage.status, out.outage.kind) == ("active", "unplanned")
    assert out.outage.starts_at == parse_time("2026-11-22T14:00:00.379+02:00")
    assert (back.outage.id, back.outage.status) == (out.outage.id, "restored")
    assert back.outage.ends_at == back.outage.updated_at


@pytest.mark.parametrize("word", ["degraded_performance", "partial_outage", "PARTIALOUTAGE"])
def test_the_words_of_components(word: str) -> None:
    assert component("operational", word).items[0].outage.status == "active"


def test_an_unknown_component_status_is_refused() -> None:
    assert problems(component("operational", "wobbly")) == [
        ("status", 'unknown status "wobbly": add it under words')
    ]


def test_component_bodies_can_be_left_out_where_incidents_tell_everything() -> None:
    sent = component("operational", "major_outage", component_bodies="ignore")
    assert sent.items == ()
    assert [left.id for left in sent.ignored] == ["component:sqm6pl84wzjc"]
    assert pushed({"incident": INCIDENT}, component_bodies="ignore").items
