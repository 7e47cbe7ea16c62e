"""Tables as utilities publish them and spreadsheets spoil them."""

import codecs

import pytest

from outage_feed.push import Problem, Unreadable
from tests.outage_feed.made import at
from tests.outage_feed.mapped import from_csv

TABLE = "id,where,cause\nF-1,29900,Puu linjalla\n"
CAUSE = {"cause": {"fi": "cause"}}


@pytest.mark.parametrize(
    "body",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("utf-16"),
        TABLE.replace("\n", "\r\n").encode(),
        b"\n".join([*TABLE.encode().splitlines(), b",,", b"", b""]),
        b'"id","where","cause"\n"F-1","29900","Puu\nlinjalla"',
        b" id , where , cause \nF-1,29900,Puu linjalla\n",
    ],
)
def test_a_table_is_read_however_it_was_saved(body: bytes) -> None:
    pushed = from_csv(body, CAUSE)
    assert [item.outage.cause for item in pushed.items] == [{"fi": "Puu linjalla"}]
    assert pushed.refused == ()


def test_another_delimiter() -> None:
    table = "id;where;cause\nF-1;29900,29910;x\nF-2;33100;\n"
    pushed = from_csv(table, CAUSE, delimiter=";")
    assert [item.outage.areas for item in pushed.items] == [("29900", "29910"), ("33100",)]
    assert from_csv("id\twhere\nF\t29900\n", delimiter="\t").items


def test_the_encoding_is_that_of_the_settings_or_of_the_content_type() -> None:
    old = "id,where\nF-1,Hämeenlinna\n".encode("windows-1252")
    places = {"areas": {"field": "where", "as": "municipality"}}
    for pushed in (
        from_csv(old, places, encoding="windows-1252"),
        from_csv(old, places, charset="iso-8859-1"),
        from_csv(old, places, charset="utf-8", encoding="cp1252"),
    ):
        assert pushed.items[0].outage.areas == ({"municipality": "Hämeenlinna"},)
    with pytest.raises(Unreadable, match="not utf-8-sig: set encoding"):
        from_csv(old, places)
    with pytest.raises(Unreadable, match="unknown charset klingon: set encoding"):
        from_csv(old, places, charset="klingon")


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64"])
def test_an_encoding_that_is_none_is_said_of_the_mapping(encoding: str) -> None:
    with pytest.raises(ValueError, match="no such encoding"):
        from_csv(TABLE, encoding=encoding)


def test_columns_that_are_missing_are_all_named_with_those_that_are_there() -> None:
    fields = {"status": "state", "estimated_restoration": ["ends", "eta"], **CAUSE}
    with pytest.raises(Unreadable) as caught:
        from_csv("id,WHERE\nF-1,29900\n", fields)
    problem = "no such column; there are id, WHERE"
    assert caught.value.problems == tuple(
        Problem(name, problem) for name in ("state", "ends", "eta", "where")
    )


def test_a_column_that_is_only_for_people_may_go() -> None:
    pushed = from_csv("id,where\nF-1,29900\n", {**CAUSE, "details": ["voltage"]})
    assert pushed.items[0].outage.details == {}


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(Unreadable, match="where: two columns have this name"):
        from_csv("id,where,where\nF-1,29900,33100\n")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "no such column; there are none"),
        (b"<html><body>Service Unavailable</body></html>", "no such column"),
        (b'id,where\nF-1,"29900\nF-2,33100\n', "no CSV at line 3"),
        (b'id,where\nF-1,"29900"x\n', "no CSV at line 2"),
        (b"id,where\nF-1," + b"x" * 200_000, "no CSV at line 2"),
    ],
)
def test_what_is_no_table_is_refused_whole(body: bytes, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        from_csv(body, snapshot="true")


def test_a_row_that_was_cut_is_refused_without_an_id_so_that_nothing_is_closed() -> None:
    pushed = from_csv("id,where,cause\nF-1,29900,x\nF-2,331", snapshot="true")
    assert [item.outage.id for item in pushed.items] == ["F-1"]
    (refused,) = pushed.refused
    assert (refused.index, refused.id) == (1, None)
    assert refused.errors[0].problem == "2 cells, but the header has 3"


def test_a_header_alone_is_an_empty_list() -> None:
    pushed = from_csv("id,where\n", snapshot="true")
    assert (pushed.snapshot, pushed.items, pushed.refused) == (True, (), ())


def test_the_first_row_may_say_when_the_table_was_made() -> None:
    table = "id,where,made\nF-1,29900,2026-11-22T14:50\nF-2,29900,2026-11-22T14:50\n"
    assert from_csv(table, as_of="made").as_of == at("14:50")
