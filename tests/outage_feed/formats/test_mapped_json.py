"""JSON with a list of outages somewhere in it."""

from typing import Any

import pytest

from outage_feed.formats import by_content_type, formats, mapped_json
from outage_feed.push import Sent, Unreadable
from tests.outage_feed.made import NOW, at
from tests.outage_feed.mapped import from_json, settings

F = {"id": "F-1", "where": "29900"}


def test_it_is_chosen_by_settings_alone() -> None:
    assert formats()["mapped-json"].read is mapped_json.read
    assert mapped_json.read not in [found.read for found in by_content_type().values()]


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("", [F]),
        ("results", {"results": [F], "total": 1}),
        ("a.b", {"a": {"b": [F]}}),
        ("regions.faults", {"regions": [{"faults": []}, {"faults": [F]}]}),
        ("features.properties", {"features": [{"properties": F, "geometry": {}}]}),
    ],
)
def test_the_list_is_where_its_path_leads(path: str, document: Any) -> None:
    pushed = from_json(document, list=path, snapshot="true")
    assert [item.outage.id for item in pushed.items] == ["F-1"]
    assert pushed.snapshot


def test_a_single_object_is_a_list_of_one_unless_lists_are_complete() -> None:
    assert from_json({"event": F}, list="event").items
    with pytest.raises(Unreadable, match="event: holds no list"):
        from_json({"event": F}, list="event", snapshot="true")


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"error_code": "TooManyRequests"}, "results: is not there.*; there are error_code"),
        ({"results": "none"}, "results: holds no list"),
        ({"results": None}, "results: holds no list"),
        ("Service Unavailable", "results: is not there.*; there are no fields"),
        ([[1]], "results: is not there"),
    ],
)
def test_an_error_in_place_of_a_list_is_no_empty_list(document: Any, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        from_json(document, list="results", snapshot="true")


def test_a_part_of_the_list_that_is_missing_makes_no_short_list() -> None:
    regions = [{"faults": [F]}, {"error": "timeout"}]
    with pytest.raises(Unreadable, match=r"regions\.faults: is not there"):
        from_json({"regions": regions}, list="regions.faults", snapshot="true")


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"results": [', b"\xff"])
def test_what_is_no_json_is_refused_whole(body: bytes) -> None:
    options = mapped_json.Options.model_validate(settings({}, list="results"))
    with pytest.raises(Unreadable, match=r"not JSON|not UTF-8"):
        mapped_json.read(Sent("grid", body, NOW), options)


@pytest.mark.parametrize("name", ["id", "where", "deep"])
def test_what_is_nested_to_the_edge_of_what_can_be_read_is_answered(name: str) -> None:
    """A little deeper and it is no JSON to Python; a little less and it is a record."""
    options = mapped_json.Options.model_validate(settings({"details": ["deep"]}))
    refusals = 0
    for depth in range(850, 1000):
        body = f'[{{"{name}": {"[" * depth}1{"]" * depth}}}]'.encode()
        try:
            mapped_json.read(Sent("grid", body, NOW), options)
        except Unreadable as error:
            refusals += "nested too deeply" in str(error)
    assert 0 < refusals < 150


def test_a_byte_order_mark_is_forgiven() -> None:
    options = mapped_json.Options.model_validate(settings({}))
    assert mapped_json.read(Sent("grid", b"\xef\xbb\xbf[]", NOW), options).items == ()


def test_a_record_that_is_none_does_not_hurt_the_others() -> None:
    pushed = from_json([F, 7, None, {"id": "F-2"}])
    assert [item.outage.id for item in pushed.items] == ["F-1", "F-2"]
    assert [(refused.index, refused.id) for refused in pushed.refused] == [(1, None), (2, None)]


@pytest.mark.parametrize("count", [2, "3", None, "many", [2]])
def test_a_page_of_the_list_is_not_the_whole_list(count: Any) -> None:
    pushed = from_json({"n": count, "r": [F]}, list="r", count="n", snapshot="true")
    assert (pushed.snapshot, pushed.partial, len(pushed.items)) == (False, True, 1)


@pytest.mark.parametrize("count", [1, "0", 1.0])
def test_a_list_with_everything_that_is_counted_is_whole(count: Any) -> None:
    pushed = from_json({"n": count, "r": [F]}, list="r", count="n", snapshot="true")
    assert (pushed.snapshot, pushed.partial) == (True, False)


def test_a_list_has_the_time_that_it_says_or_that_of_receipt() -> None:
    document = {"made": "2026-11-22T14:50:00", "r": [F]}
    pushed = from_json(document, list="r", as_of="made", snapshot="true")
    assert (pushed.as_of, pushed.items[0].outage.updated_at) == (at("14:50"), at("14:50"))
    assert from_json(document, list="r").as_of == NOW
    assert from_json({"r": []}, list="r", as_of="r.0.made").as_of == NOW


@pytest.mark.parametrize("made", ["yesterday", "2026-11-22T15:11", "2026-11-22"])
def test_a_list_whose_time_cannot_be_is_refused_whole(made: str) -> None:
    with pytest.raises(Unreadable, match="as_of: "):
        from_json({"made": made, "r": [F]}, list="r", as_of="made")
