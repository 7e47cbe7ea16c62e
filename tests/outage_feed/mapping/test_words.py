"""A source's words for ours: none is guessed."""

from typing import Any

import pytest

from tests.outage_feed.mapped import complaints, from_json, one, problems

STATUS = {"status": {"field": "state", "words": {"Käynnissä": "active", "Korjattu": "restored"}}}


@pytest.mark.parametrize("written", ["Käynnissä", "KÄYNNISSÄ", " ka\u0308ynnissa\u0308 "])
def test_a_word_is_the_same_however_it_is_written(written: str) -> None:
    assert one({"state": written}, STATUS).status == "active"


@pytest.mark.parametrize("written", [5, " 5", 5.0])
def test_numbers_are_words_as_well(written: Any) -> None:
    words = {"status": {"field": "state", "words": {"5": "restored"}}}
    assert one({"state": written}, words).status == "restored"


@pytest.mark.parametrize(("written", "kind"), [(True, "planned"), ("false", "unplanned")])
def test_true_and_false_are_words_as_well(written: Any, kind: str) -> None:
    words = {"true": "planned", "false": "unplanned"}
    assert one({"plan": written}, {"kind": {"field": "plan", "words": words}}).kind == kind


def test_our_own_words_need_not_be_listed() -> None:
    assert one({"state": "Partially_Restored"}, STATUS).status == "partially_restored"


def test_an_unknown_status_is_refused_with_what_to_do() -> None:
    assert problems({"state": "Katkaistu"}, STATUS) == [
        (
            "status",
            'unknown status "Katkaistu" in "state": add it under fields.status.words',
        )
    ]


def test_a_refused_status_leaves_the_id_readable_so_that_it_still_counts_as_listed() -> None:
    pushed = from_json([{"id": "F-9", "state": "?"}], STATUS, snapshot="true")
    assert [refused.id for refused in pushed.refused] == ["F-9"]


def test_a_status_that_is_missing_is_refused() -> None:
    assert problems({}, STATUS) == [("status", 'nothing in "state"')]


def test_any_other_word_may_mean_that_it_goes_on_and_never_that_it_is_over() -> None:
    going_on = {"field": "state", "words": {"5": "restored"}, "otherwise": "active"}
    assert one({"state": "?"}, {"status": going_on}).status == "active"
    assert one({}, {"status": going_on}).status == "active"
    said = complaints({"status": {"field": "state", "otherwise": "restored"}})
    assert [place for place, _ in said] == ["fields.status.otherwise"]


def test_the_first_field_that_knows_decides() -> None:
    ways = {
        "status": [
            {"field": "code", "words": {"5": "restored"}},
            {"field": "type", "words": {"Unplanned": "active"}},
        ]
    }
    assert one({"code": 5, "type": "Unplanned"}, ways).status == "restored"
    assert one({"code": 3, "type": "Unplanned"}, ways).status == "active"
    ((_, said),) = problems({"code": 3, "type": "Multiple"}, ways)
    assert 'unknown status "3" in "code"' in said
    assert 'unknown status "Multiple" in "type"' in said


def test_ended_is_not_retracted() -> None:
    words = {"ended": "restored", "retracted": "cancelled"}
    ways = {"status": {"field": "properties.type", "words": words}}
    found = [one({"properties": {"type": word}}, ways).status for word in words]
    assert found == ["restored", "cancelled"]


def test_an_unknown_kind_is_refused_as_well() -> None:
    kind = {"kind": {"field": "type", "words": {"Suunniteltu": "planned"}}}
    assert [place for place, _ in problems({"type": "Multiple"}, kind)] == ["kind"]
    assert one({}, kind).kind == "unplanned"


def test_the_service_may_stand_in_the_record() -> None:
    service = {"service": {"field": "product", "words": {"Sähkö": "electricity"}}}
    assert one({"product": "sähkö"}, service).service == "electricity"


@pytest.mark.parametrize(
    ("way", "place", "problem"),
    [
        ({}, "fields.status", "needs either field"),
        ({"field": "a", "always": "active"}, "fields.status", "needs either field"),
        ({"always": "active", "words": {"a": "active"}}, "fields.status", "nothing else"),
        ({"always": "broken"}, "fields.status.always", "'scheduled', 'active'"),
        ({"field": "a", "words": {"b": "broken"}}, "fields.status.words.b", "'scheduled'"),
        ({"feild": "a"}, "fields.status.feild", "known are field, always, words, otherwise"),
        ("active", "fields.status", "write {always: active}"),
        ([{"field": "a"}, {"always": "x"}], "fields.status.1.always", "'scheduled'"),
    ],
)
def test_what_cannot_read_words_is_said_of_the_mapping(way: Any, place: str, problem: str) -> None:
    said = complaints({"status": way})
    assert (place, True) in [(at, problem in text) for at, text in said]
