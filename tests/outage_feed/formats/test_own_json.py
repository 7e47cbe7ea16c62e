"""Our own JSON, as outage systems send it and as they get it wrong."""

import json
from typing import Any

import pytest

from outage_feed.formats import by_content_type
from outage_feed.formats.own_json import Options, read
from outage_feed.push import Problem, Push, Sent, Unreadable
from tests.outage_feed.made import NOW, at

GOOD: dict[str, Any] = {
    "id": "F-1187",
    "status": "active",
    "service": "electricity",
    "areas": ["29900"],
    "updated_at": "2026-11-22T14:10:00+02:00",
}


def pushed_as(body: bytes) -> Push:
    return read(Sent("grid", body, NOW), Options())


def sent(*items: Any, **head: Any) -> Push:
    body = json.dumps({"outages": list(items), **head})
    return pushed_as(body.encode())


def errors(**changes: Any) -> list[tuple[str, str]]:
    pushed = sent({**GOOD, **changes})
    assert pushed.items == ()
    return [(error.at, error.problem) for error in pushed.refused[0].errors]


def test_the_contracts_own_example_is_read_whole() -> None:
    body = """{"snapshot": false, "as_of": null,
     "outages": [{"id": "F-1187", "revision": 3, "status": "active", "service": "electricity",
       "kind": "unplanned", "areas": ["29900", "29901-29909", {"municipality": "484"}],
       "starts_at": "2026-11-22T14:05:00+02:00",
       "estimated_restoration": "2026-11-22T19:00:00+02:00", "ends_at": null,
       "cause": {"fi": "Puu linjalla", "sv": "Träd på linjen"}, "messages": {"fi": "Odottakaa."},
       "updated_at": "2026-11-22T15:10:00+02:00"}]}"""
    pushed = pushed_as(body.encode())
    (item,) = pushed.items
    kept = item.outage
    assert (pushed.snapshot, pushed.as_of, pushed.refused) == (False, None, ())
    assert (kept.source, kept.id, kept.revision, kept.status) == ("grid", "F-1187", 3, "active")
    assert kept.areas == ("29900", "29901-29909", {"municipality": "484"})
    assert kept.estimated_restoration == at("19:00")
    assert kept.cause == {"fi": "Puu linjalla", "sv": "Träd på linjen"}
    assert kept.messages == {"fi": "Odottakaa."}


def test_five_fields_are_enough() -> None:
    kept = sent(GOOD).items[0].outage
    assert (kept.kind, kept.revision, kept.estimated_restoration) == ("unplanned", None, None)
    assert (kept.starts_at, kept.ends_at, kept.cause, kept.messages) == (None, None, {}, {})


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_missing_field_is_named(name: str) -> None:
    pushed = sent({key: value for key, value in GOOD.items() if key != name})
    assert pushed.refused[0].errors == (Problem(name, "Field required"),)


def test_null_is_as_good_as_missing() -> None:
    assert sent({**GOOD, "kind": None, "messages": None, "revision": None}).items
    assert errors(service=None) == [("service", "Field required")]


def test_every_problem_of_an_item_is_said_at_once() -> None:
    found = errors(
        status="broken",
        revision=-1,
        areas=["29900", "100", {"town": "Pori"}],
        starts_at="2026-11-22T14:00:00",
        messages={"fi": "x" * 501},
        updated_at="2026-11-22T15:11:00+02:00",
    )
    assert [place for place, _ in found] == [
        "revision",
        "status",
        "areas[1]",
        "areas[2]",
        "starts_at",
        "messages.fi",
        "updated_at",
    ]


def test_good_items_are_kept_beside_bad_ones() -> None:
    pushed = sent({**GOOD, "id": "A"}, {**GOOD, "id": "B", "status": "?"}, 7, {**GOOD, "id": "C"})
    assert [(item.index, item.outage.id) for item in pushed.items] == [(0, "A"), (3, "C")]
    assert [(refused.index, refused.id) for refused in pushed.refused] == [(1, "B"), (2, None)]


def test_unknown_fields_do_no_harm() -> None:
    assert sent({**GOOD, "customers": float("nan"), "\ud800": 1, "deep": [[[[]]]]}).items


def test_fields_that_nobody_reads_are_named_once() -> None:
    odd = {**GOOD, "estimated_end": None, "\ud800": 1}
    assert sent(odd, {**odd, "note": 1}, 7, snapshots=True).unread == (
        "estimated_end",
        "note",
        "snapshots",
    )
    assert sent({**GOOD, "revision": None}).unread == ()
    many = sent({**GOOD, **{f"x{number:05}" + "y" * 200: 1 for number in range(500)}}).unread
    assert (len(many), many[0]) == (20, "x00000" + "y" * 74)


def test_scheduled_needs_a_start() -> None:
    assert errors(status="scheduled") == [("starts_at", "required when status is scheduled")]
    assert sent({**GOOD, "status": "scheduled", "starts_at": "2026-11-23T09:00:00+02:00"}).items


@pytest.mark.parametrize("revision", [True, -1, 1.5, "3", 2**63, 10**400, float("nan")])
def test_a_revision_is_a_whole_number_that_fits(revision: Any) -> None:
    assert [place for place, _ in errors(revision=revision)] == ["revision"]


@pytest.mark.parametrize("id_", ["", "  ", "F\x00", "\ud800", 7, True, ["F"], "x" * 201])
def test_an_id_that_cannot_be_read_is_refused_and_is_none(id_: Any) -> None:
    pushed = sent({**GOOD, "id": id_})
    assert pushed.refused[0].id is None
    assert [error.at for error in pushed.refused[0].errors] == ["id"]


def test_texts_are_cleaned_and_empty_ones_dropped() -> None:
    kept = sent({**GOOD, "messages": {"fi": "a\u0000b\n\ud800c", "sv": " ", "en": None}}).items[0]
    assert kept.outage.messages == {"fi": "a b c"}


def test_a_text_too_long_to_listen_to_is_refused_with_its_place() -> None:
    assert errors(messages={"fi": "x" * 70_000}, cause={"sv": "y" * 501}) == [
        ("cause.sv", "501 characters; at most 500"),
        ("messages.fi", "70000 characters; at most 500"),
    ]
    assert sent({**GOOD, "messages": {"fi": "x" * 500}}).items


@pytest.mark.parametrize("texts", ["x", ["x"], {"fi": 7}, {"\ud800": "x"}, {"f": "x"}])
def test_texts_are_an_object_by_language(texts: Any) -> None:
    assert errors(messages=texts)[0][0].startswith("messages")


def test_too_many_languages_are_refused() -> None:
    texts = {f"a{chr(97 + n)}": "x" for n in range(21)}
    assert errors(messages=texts) == [("messages", "21 languages; at most 20")]


def test_too_many_areas_are_refused_and_many_are_not() -> None:
    assert [place for place, _ in errors(areas=["29900"] * 50_000)] == ["areas"]
    assert sent({**GOOD, "areas": ["29900"] * 5_000}).items


def test_a_long_list_of_errors_is_cut_and_counted() -> None:
    found = errors(areas=["x"] * 500)
    assert len(found) == 101
    assert found[-1] == ("", "and 400 more")


@pytest.mark.parametrize("service", ["electricity", "newspaper", "telecom", "water", "heat"])
def test_every_service_is_known(service: str) -> None:
    assert sent({**GOOD, "service": service}).items


@pytest.mark.parametrize(
    ("once", "twice", "place"),
    [
        ('"id": "F-1187"', '"id": "F-1187", "id": "F-2"', "id"),
        ('"status": "active"', '"status": "active", "status": "restored"', "status"),
        ('["29900"]', '[{"municipality": "484", "municipality": "091"}]', "areas[0].municipality"),
        ('"service"', '"messages": {"fi": "a", "fi": "b"}, "service"', "messages.fi"),
    ],
)
def test_a_name_given_twice_spoils_its_item_only(once: str, twice: str, place: str) -> None:
    spoilt = json.dumps(GOOD).replace(once, twice)
    pushed = pushed_as(f'{{"outages": [{spoilt}, {json.dumps(GOOD)}]}}'.encode())
    assert [error.at for error in pushed.refused[0].errors] == [place]
    assert [item.index for item in pushed.items] == [1]
    assert pushed.refused[0].id == (None if place == "id" else "F-1187")


def test_an_unknown_name_given_twice_does_no_harm() -> None:
    noted = json.dumps(GOOD).replace("{", '{"note": 1, "note": 2, ', 1)
    assert pushed_as(f'{{"outages": [{noted}]}}'.encode()).refused == ()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'{"x\n', "not JSON: Invalid control character at line 1 column 4"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[]", "must be an object"),
        (b'"outages"', "must be an object"),
        (b"{}", "outages: Field required"),
        (b'{"outages": {}}', "outages: Input should be a valid list"),
        (b'{"outages": [], "outages": []}', "outages: given twice"),
        (b'{"outages": [], "snapshot": "yes"}', "snapshot: "),
        (b'{"outages": [], "snapshot": true}', "as_of: required"),
        (b'{"outages": [], "snapshot": true, "as_of": "2026-11-22T15:00:00"}', "with an offset"),
        (b'{"outages": [], "snapshot": true, "as_of": "2027-01-01T00:00:00Z"}', "ahead of our"),
    ],
)
def test_an_unreadable_push_is_refused_whole(body: bytes, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        pushed_as(body)


def test_all_that_is_wrong_with_the_head_is_said_at_once() -> None:
    with pytest.raises(Unreadable) as caught:
        pushed_as(b'{"snapshot": 1, "as_of": 2}')
    assert [found.at for found in caught.value.problems] == ["snapshot", "as_of", "outages"]


def test_a_byte_order_mark_is_forgiven() -> None:
    assert pushed_as(b'\xef\xbb\xbf{"outages": []}').items == ()


def test_a_snapshot_has_its_time() -> None:
    pushed = sent(snapshot=True, as_of="2026-11-22T14:55:00+02:00")
    assert (pushed.snapshot, pushed.as_of) == (True, at("14:55"))


def test_formats_are_found_by_content_type() -> None:
    assert by_content_type()["application/json"].read is read
