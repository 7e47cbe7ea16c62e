"""XML lists by a mapping: what is a record, what is a list, and what is none."""

from typing import Any

import pytest

from outage_feed.formats import mapped_xml
from outage_feed.outage import Outage
from outage_feed.push import Push, Sent, Unreadable
from tests.outage_feed.made import NOW, at
from tests.outage_feed.mapped import settings


def read(body: str, fields: dict[str, Any] | None = None, **options: Any) -> Push:
    """Read the elements `cut` in `cuts`, or as the options say."""
    mapping = {"root": "cuts", "list": "cut"} | settings(fields or {}, **options)
    chosen = mapped_xml.Options.model_validate(mapping)
    return mapped_xml.read(Sent("grid", body.encode(), NOW), chosen)


def one(inner: str, fields: dict[str, Any] | None = None, attributes: str = "") -> Outage:
    pushed = read(f"<cuts><cut {attributes}>{inner}</cut></cuts>", fields)
    assert pushed.refused == ()
    return pushed.items[0].outage


def test_elements_are_fields_by_their_paths() -> None:
    inner = "<id>7</id><where>29900</where><time><end>2026-11-22T19:00:00</end></time>"
    outage = one(inner, {"estimated_restoration": "time.end"})
    assert (outage.id, outage.areas) == ("7", ("29900",))
    assert outage.estimated_restoration == at("19:00")


def test_attributes_and_text_beside_them_are_fields() -> None:
    inner = '<where code="29900">Merikarvia</where>'
    fields = {"id": "@nr", "areas": "where.@code", "details": {"name": "where.#text"}}
    outage = one(inner, fields, attributes='nr="7"')
    assert (outage.id, outage.areas, outage.details) == ("7", ("29900",), {"name": "Merikarvia"})


def test_several_elements_of_one_name_are_a_list() -> None:
    inner = "<id>7</id><where>29900</where><where>29910</where><where>33100</where>"
    assert one(inner).areas == ("29900", "29910", "33100")


def test_two_values_where_one_is_meant_are_refused() -> None:
    (refused,) = read("<cuts><cut><id>7</id><id>8</id><where/></cut></cuts>").refused
    assert refused.errors[0].at == "id"


def test_namespaces_are_not_looked_at() -> None:
    body = '<a:cuts xmlns:a="urn:a"><a:cut><a:id>7</a:id><a:where>29900</a:where></a:cut></a:cuts>'
    assert read(body).items[0].outage.id == "7"


def test_a_list_may_lie_deeper() -> None:
    body = "<cuts><body><cut><id>7</id><where>29900</where></cut></body><body/></cuts>"
    assert [item.outage.id for item in read(body, list="body.cut").items] == ["7"]


def test_when_it_was_made_stands_beside_the_list_or_in_the_root() -> None:
    made = "2026-11-22T14:50:00+02:00"
    beside = read(f"<cuts><made>{made}</made></cuts>", as_of="made", snapshot="true")
    within = read(f'<cuts made="{made}"/>', as_of="@made", snapshot="true")
    assert (beside.as_of, within.as_of) == (at("14:50"), at("14:50"))
    assert (beside.items, beside.snapshot) == ((), True)


@pytest.mark.parametrize(
    ("body", "options", "said"),
    [
        ("<html/>", {}, "the outermost element is <html>, not <cuts>"),
        ("<cuts/>", {"list": "body.cut"}, "there is no <body>"),
        ("<cuts>", {}, "not XML"),
    ],
)
def test_what_is_no_list_is_not_an_empty_one(
    body: str, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body, **options)
    assert said in refused.value.problems[0].problem
