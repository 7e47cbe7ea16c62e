"""Areas as sources write them."""

from typing import Any

import pytest

from outage_feed.areas import BadArea, Gazetteer, as_given, parse_area
from tests.outage_feed.made import FINLAND


@pytest.mark.parametrize(
    "written",
    ["29900", " FI-29900", "fi-29900", "299 00", "FI 29900", "29900\n", "29900-29900"],
)
def test_a_postcode_is_read_however_it_is_written(written: str) -> None:
    assert FINLAND.resolve([written]).postcodes == ("29900",)


def test_an_aland_prefix_is_as_good() -> None:
    assert FINLAND.resolve(["AX-22100"]).postcodes == ("22100",)


@pytest.mark.parametrize("written", ["00920-00990", "00920 \u2013 00990", "FI-00920-FI-00990"])
def test_a_range_covers_the_postcodes_that_exist_in_it(written: str) -> None:
    found = FINLAND.resolve([written]).postcodes
    assert "00930" in found
    assert "00920" in found
    assert "00990" in found
    assert "00995" not in found
    assert all("00920" <= code <= "00990" for code in found)


@pytest.mark.parametrize("named", ["484", "Merikarvia", "merikarvia", "SASTMOLA", " Sastmola "])
def test_a_municipality_by_code_or_by_either_name(named: str) -> None:
    found = FINLAND.resolve([{"municipality": named}])
    assert "29900" in found.postcodes
    assert found.unmatched == ()


def test_a_municipality_code_may_have_lost_its_zero() -> None:
    helsinki = FINLAND.resolve([{"municipality": "91"}]).postcodes
    assert helsinki == FINLAND.resolve([{"municipality": "091"}]).postcodes
    assert len(helsinki) == 84


def test_a_composed_and_a_decomposed_name_are_the_same() -> None:
    composed = FINLAND.resolve([{"municipality": "J\u00e4rvenp\u00e4\u00e4"}])
    decomposed = FINLAND.resolve([{"municipality": "Ja\u0308rvenpa\u0308a\u0308"}])
    assert composed.postcodes == decomposed.postcodes != ()


@pytest.mark.parametrize(
    "unknown", ["00001", "29901", "29901-29909", "00101", {"municipality": "Atlantis"}]
)
def test_what_matches_no_postcode_is_kept_and_covers_nothing(unknown: Any) -> None:
    found = FINLAND.resolve([unknown, "29900"])
    assert (found.postcodes, found.unmatched) == (("29900",), (unknown,))


def test_a_beginning_covers_the_postcodes_that_begin_so() -> None:
    found = FINLAND.resolve(["299*"]).postcodes
    assert found == FINLAND.resolve(["29900-29999"]).postcodes
    assert "29900" in found
    assert FINLAND.resolve(["0010*"]).postcodes == ("00100",)
    assert FINLAND.resolve(["9*"]).postcodes == FINLAND.resolve(["90000-99999"]).postcodes


def test_a_place_in_a_sources_own_words_covers_nothing_and_is_kept() -> None:
    found = FINLAND.resolve([{"place": "BT28 2"}, {"place": "29900"}, "29900"])
    assert found.postcodes == ("29900",)
    assert found.unmatched == ({"place": "BT28 2"}, {"place": "29900"})


def test_an_area_is_kept_clean_and_alone() -> None:
    assert as_given(" 299 00\n") == "299 00"
    assert as_given({"municipality": " Pori ", "note": 7}) == {"municipality": "Pori"}
    assert as_given({"place": "BT28  2"}) == {"place": "BT28 2"}


def test_no_areas_cover_nothing() -> None:
    assert FINLAND.resolve([]).postcodes == ()


def test_overlapping_areas_are_counted_once() -> None:
    wide = ["00100-99999", "00100-00990", "29900"] * 500
    assert len(FINLAND.resolve(wide).postcodes) == 3026


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("100", "five digits"),
        ("", "five digits"),
        ("SE-11122", "five digits"),
        ("299000", "five digits"),
        ("\u0662\u0669\u0669\u0660\u0660", "five digits"),
        ("00990-00920", "ends before it begins"),
        (29900, "must be a postcode"),
        (None, "must be a postcode"),
        ({}, "municipality"),
        ("*", "five digits"),
        ("29900*", "five digits"),
        ("299xx", 'a beginning such as "299\\*"'),
        ({"municipality": 484}, "as a string"),
        ({"place": 484}, "as a string"),
        ({"place": ""}, "1 to 100 characters"),
        ({"municipality": "  "}, "1 to 100 characters"),
        ({"municipality": "x" * 101}, "1 to 100 characters"),
    ],
)
def test_what_is_no_area_is_refused_with_the_reason(written: Any, problem: str) -> None:
    with pytest.raises(BadArea, match=problem):
        parse_area(written)


@pytest.mark.parametrize(
    ("postcode", "kind"),
    [
        ("29900", "area"),
        ("00100", "area"),
        ("00101", "pobox"),
        ("00014", "unknown"),
        ("12341", "unknown"),
        ("00000", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_kind_of_a_postcode(postcode: str, kind: str) -> None:
    assert FINLAND.kind(postcode) == kind


def test_the_file_holds_every_area_with_its_zeros() -> None:
    assert FINLAND.resolve(["00000-99999"]).postcodes[0] == "00100"


def test_a_name_shared_by_two_languages_is_counted_once() -> None:
    text = (
        "postcode,municipality_code,municipality_fi,municipality_sv\n"
        "22100,478,Maarianhamina,Mariehamn\n29900,484,Same,Same\n"
    )
    assert Gazetteer.from_csv(text).resolve([{"municipality": "same"}]).postcodes == ("29900",)
