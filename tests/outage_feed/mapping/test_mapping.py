"""A mapping as a whole: what it needs, what it leaves out, what it says of itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outage_feed.described import Fuller, item_of
from outage_feed.formats import mapped_json
from outage_feed.mapping.checking import checked
from outage_feed.mapping.telling import Told
from outage_feed.push import Sent
from tests.outage_feed.made import NOW, at
from tests.outage_feed.mapped import FIELDS, complaints, from_json, one, problems, settings


def test_four_fields_are_enough_and_the_time_is_that_of_receipt() -> None:
    pushed = from_json([{"id": 1187, "where": "29900"}])
    outage = pushed.items[0].outage
    assert (outage.id, outage.areas, outage.updated_at) == ("1187", ("29900",), NOW)
    assert pushed.undated


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_field_that_is_missing_is_named(name: str) -> None:
    said = complaints({name: None})
    assert [place for place, _ in said] == [f"fields.{name}"]


def test_everything_wrong_is_said_at_once_with_what_is_known() -> None:
    said = complaints(
        {"status": {"wrds": {}}, "starts_at": {"field": "a", "formats": "x"}, "estimate": "b"},
        time_zone="Mars",
        lst="results",
    )
    assert [place for place, _ in said] == [
        "time_zone",
        "fields.status.wrds",
        "fields.starts_at.formats",
        "fields.estimate",
        "lst",
    ]
    assert "known are id, revision, status" in said[3][1]
    assert "known are snapshot, as_of" in said[4][1]


def test_a_dated_outage_has_the_sources_time_and_revision() -> None:
    fields = {"updated_at": "changed", "revision": "version"}
    pushed = from_json([{"id": "F", "changed": "2026-11-22T14:30", "version": "7"}], fields)
    outage = pushed.items[0].outage
    assert (outage.updated_at, outage.revision, pushed.undated) == (at("14:30"), 7, False)


@pytest.mark.parametrize("version", ["7a", "-1", "1.5", str(2**63), "9" * 30, "\u0667"])
def test_a_revision_that_is_none_is_refused(version: str) -> None:
    assert [place for place, _ in problems({"v": version}, {"revision": "v"})] == ["revision"]


def test_a_change_ahead_of_our_clock_is_refused() -> None:
    said = problems({"changed": "2026-11-22T15:11"}, {"updated_at": "changed"})
    assert said == [("updated_at", "more than ten minutes ahead of our clock")]


def test_a_change_that_is_missing_is_refused_where_one_is_mapped() -> None:
    ways = {"updated_at": ["changed", "created"]}
    assert problems({}, ways) == [("updated_at", 'nothing in "changed" or "created"')]
    assert one({"created": "2026-11-22T14:30"}, ways).updated_at == at("14:30")


def test_all_problems_of_a_record_are_said_at_once() -> None:
    fields = {
        "status": {"field": "state"},
        "starts_at": "begins",
        "revision": "v",
        "cause": {"fi": "why"},
    }
    record = {"id": " ", "state": "?", "begins": "soon", "v": "x", "why": ["a", "b"]}
    assert [place for place, _ in problems(record, fields)] == [
        "id",
        "status",
        "starts_at",
        "cause.fi",
        "revision",
    ]


@pytest.mark.parametrize("id_", [None, "", "\u0000", "x" * 201, ["a", "b"], {"a": 1}])
def test_an_id_that_cannot_be_read_is_none(id_: Any) -> None:
    pushed = from_json([{"id": id_, "where": "29900"}])
    assert [refused.id for refused in pushed.refused] == [None]


def test_scheduled_work_needs_a_start() -> None:
    fields = {"status": {"always": "scheduled"}, "starts_at": "begins"}
    assert problems({}, fields) == [("starts_at", "required when status is scheduled")]
    assert one({"begins": "2026-11-23T09:00"}, fields).planned


def test_a_name_with_dots_and_a_path_are_both_found() -> None:
    fields = {"cause": {"en": "why.code"}, "details": ["a.1.b", "gone"]}
    outage = one({"why.code": "tree", "why": {"code": "x"}, "a": [{}, {"b": 7}]}, fields)
    assert (outage.cause, outage.details) == ({"en": "tree"}, {"a.1.b": "7"})


def test_a_field_given_twice_is_refused_if_it_is_read() -> None:
    body = b'[{"id": "F", "id": "G", "where": "29900"}, {"id": "H", "x": 1, "x": 2}]'
    pushed = mapped_json.read(
        Sent("grid", body, NOW), mapped_json.Options.model_validate(settings({}))
    )
    assert [error.problem for error in pushed.refused[0].errors] == [
        '"id": the field "id" is given twice'
    ]
    assert [item.outage.id for item in pushed.items] == ["H"]


def test_details_are_kept_for_people_coordinates_among_them() -> None:
    fields = {"details": {"customers": "n", "at": "geo", "note": "text"}}
    outage = one({"n": 12, "geo": {"lon": 21.5, "lat": 61.9}, "text": "x" * 600}, fields)
    assert outage.details["customers"] == "12"
    assert outage.details["at"] == '{"lon": 21.5, "lat": 61.9}'
    assert len(outage.details["note"]) == 500
    assert outage.areas == ("29900",)


def test_texts_too_long_to_be_spoken_are_kept_for_people_alone() -> None:
    fields = {"cause": {"fi": "why"}, "messages": {"fi": "say", "sv": "saga"}}
    outage = one({"why": "x" * 501, "say": "y" * 501, "saga": "Kort."}, fields)
    assert len(outage.cause["fi"]) == 500
    assert outage.messages == {"sv": "Kort."}
    assert list(outage.details) == ["messages.fi, too long to be spoken"]


def test_aggregates_with_a_new_id_in_every_poll_are_left_out_with_the_reason() -> None:
    ignore = {"field": "id", "pattern": "MULT-.*", "why": "an aggregate"}
    pushed = from_json([{"id": "MULT-0aa1"}, {"id": "F-1"}, {"id": "X-MULT-1"}], ignore=ignore)
    assert [(left.index, left.id, left.why) for left in pushed.ignored] == [
        (0, "MULT-0aa1", "an aggregate")
    ]
    assert [item.outage.id for item in pushed.items] == ["F-1", "X-MULT-1"]


def test_what_was_merged_into_another_can_be_left_out() -> None:
    ignore = [{"field": "mergedTo", "pattern": ".+"}]
    pushed = from_json(
        [{"id": "A", "mergedTo": "B"}, {"id": "B", "mergedTo": None}], ignore=ignore
    )
    assert [item.outage.id for item in pushed.items] == ["B"]
    assert pushed.ignored[0].why == '"mergedTo" is like .+'


def test_an_id_that_comes_again_is_refused_when_nothing_says_which_is_later() -> None:
    pushed = from_json([{"id": "A", "where": "29900"}, {"id": "A", "where": "33100"}])
    assert [item.outage.areas for item in pushed.items] == [("29900",)]
    assert [(refused.index, refused.id) for refused in pushed.refused] == [(1, "A")]
    assert "join: true" in pushed.refused[0].errors[0].problem


def test_a_pattern_that_is_none_is_said_of_the_mapping() -> None:
    ((place, said),) = complaints({}, ignore=[{"field": "id", "pattern": "MULT-("}])
    assert place == "ignore.0.pattern"
    assert "is no pattern" in said


IDS = st.sampled_from(["F-1", "x" * 200, "x" * 201, "", " F", "F\x00", "ä\u200bö", "\ud800"])
TIMES = st.sampled_from([at("14:00"), at("15:10"), at("15:11"), at("19:00", day=24)])
GIVEN = st.fixed_dictionaries(
    {"areas": st.sampled_from([[], ["29900"], [{"place": "BT28 2"}, "00100"], ["29900"] * 5001])},
    optional={
        "id": IDS,
        "status": st.sampled_from(["active", "scheduled", "restored"]),
        "service": st.sampled_from(["electricity", "water"]),
        "kind": st.sampled_from(["planned", "unplanned"]),
        "revision": st.sampled_from([0, 2**63 - 1, 2**63, "x"]),
        "starts_at": TIMES,
        "estimated_restoration": TIMES,
        "updated_at": TIMES,
        "cause": st.just({"fi": "Puu linjalla."}),
        "details": st.just({"customers": "12"}),
    },
)


@given(GIVEN)
def test_what_is_checked_quickly_is_what_is_checked_thoroughly(values: dict[str, Any]) -> None:
    written = {n: v.isoformat() if hasattr(v, "isoformat") else v for n, v in values.items()}
    thoroughly = item_of("grid", 0, written, NOW, Fuller)
    assert checked("grid", 0, Told(dict(values)), NOW) == thoroughly
