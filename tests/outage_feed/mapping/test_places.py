"""Areas in a source's own writing."""

from typing import Any

import pytest

from tests.outage_feed.made import FINLAND, at
from tests.outage_feed.mapped import complaints, from_csv, from_json, one, problems


def areas(value: Any, **way: Any) -> list[Any]:
    """The areas of an outage whose field says `value`."""
    return list(one({"where": value}, {"areas": {"field": "where", **way}}).areas)


@pytest.mark.parametrize(
    "written",
    ["29900;29910", "29900, 29910 ;", "29900\n29910\n", ["29900", "29910"], [["29900;29910"]]],
)
def test_several_codes_in_one_value(written: Any) -> None:
    assert areas(written) == ["29900", "29910"]


def test_a_separator_of_ones_own() -> None:
    assert areas("29900 / 29910/", separator="/") == ["29900", "29910"]
    assert areas("29900  29910", separator=" ") == ["29900", "29910"]


def test_codes_in_the_midst_of_text_are_found_by_a_pattern() -> None:
    notice = "00200 Helsinki, 00210 Helsinki sekä 00600-00780"
    assert areas(notice, pattern=r"\d{5}(?:-\d{5})?") == ["00200", "00210", "00600-00780"]
    assert areas("alue=29900; alue=29910", pattern=r"alue=(\d+)") == ["29900", "29910"]


def test_ranges_and_beginnings_are_read_in_the_middle_of_a_list() -> None:
    given = areas("00600-00780, 00890, 00920\u201300990, 299*")
    found = FINLAND.resolve(given).postcodes
    assert "00930" in found
    assert "00995" not in found
    assert "29900" in found


def test_codes_of_other_countries_match_nothing_and_are_kept() -> None:
    given = areas("BT28 2 ;BT29 4")
    assert given == [{"place": "BT28 2"}, {"place": "BT29 4"}]
    assert FINLAND.resolve(given).unmatched == ({"place": "BT28 2"}, {"place": "BT29 4"})


def test_foreign_codes_of_five_digits_are_places_if_it_is_said() -> None:
    assert areas("10115", **{"as": "place"}) == [{"place": "10115"}]


def test_municipalities_by_name_or_number() -> None:
    given = areas("Merikarvia; 091", **{"as": "municipality"})
    assert given == [{"municipality": "Merikarvia"}, {"municipality": "091"}]
    assert FINLAND.resolve(given).unmatched == ()


def test_postcodes_among_municipalities_are_postcodes() -> None:
    given = areas("45100, 46400-46450; Iitti, 299*, 091", **{"as": "municipality"})
    towns = [{"municipality": "Iitti"}, {"municipality": "091"}]
    assert given == ["45100", "46400-46450", towns[0], "299*", towns[1]]


def test_the_sources_own_places_stand_for_areas_of_ours() -> None:
    places = {"bt28 2": ["00100", {"municipality": "484"}], "Pohjoinen": "9*"}
    given = areas("BT28 2;POHJOINEN;29900;?", places=places)
    assert given == ["00100", {"municipality": "484"}, "9*", "29900", {"place": "?"}]


def test_an_area_given_twice_is_kept_once() -> None:
    assert areas("29900;29900;Pori;Pori") == ["29900", {"place": "Pori"}]


@pytest.mark.parametrize("nothing", [None, "", ";", []])
def test_an_outage_without_an_area_is_kept(nothing: Any) -> None:
    assert areas(nothing) == []


def test_the_first_field_that_says_anything_counts() -> None:
    ways = {"areas": ["codes", {"field": "town", "as": "municipality"}]}
    assert one({"codes": "29900", "town": "Pori"}, ways).areas == ("29900",)
    assert one({"codes": "", "town": "Pori"}, ways).areas == ({"municipality": "Pori"},)


def test_a_source_may_always_speak_of_the_same_place() -> None:
    always = {"areas": {"always": {"municipality": "484"}}}
    assert one({}, always).areas == ({"municipality": "484"},)


def test_a_path_leads_into_every_member_of_a_list() -> None:
    record = {"affected": [{"code": "29900"}, {"code": None}, {}, {"code": "29910"}]}
    assert one(record, {"areas": "affected.code"}).areas == ("29900", "29910")


def test_codes_that_lost_their_zeros_in_a_table_get_them_back_with_a_remark() -> None:
    pushed = from_csv("id,where\nF-1,100;2100;29900;100-990\n")
    outage = pushed.items[0].outage
    assert outage.areas == ("00100", "02100", "29900", "00100-00990")
    assert outage.details == {"zeros put back": "100, 2100, 100-990"}


def test_text_in_json_has_its_zeros_and_a_number_has_lost_them() -> None:
    assert areas("100") == [{"place": "100"}]
    assert areas([100, 29900]) == ["00100", "29900"]


def test_places_too_long_to_keep_are_cut() -> None:
    assert areas("x" * 300) == [{"place": "x" * 100}]
    assert areas("x" * 300, **{"as": "municipality"}) == [{"place": "x" * 100}]


def test_too_many_areas_are_refused() -> None:
    many = ";".join(f"{code:05}" for code in range(100, 5_200))
    assert problems({"where": many}, {})[0][0] == "areas"


def test_records_of_one_id_may_be_one_outage() -> None:
    rows = [
        {"id": "F-1", "where": "29900"},
        {"id": "F-2", "where": "33100"},
        {"id": "F-1", "where": "29910;29900"},
    ]
    pushed = from_json(rows, join="true")
    kept = {item.outage.id: item.outage.areas for item in pushed.items}
    assert kept == {"F-1": ("29900", "29910"), "F-2": ("33100",)}
    assert pushed.refused == ()


@pytest.mark.parametrize("turned", [False, True])
def test_a_joined_outage_is_not_over_while_it_goes_on_somewhere(*, turned: bool) -> None:
    rows = [
        {"id": "F-1", "where": "29900", "state": "restored", "at": "2026-11-22T13:50+02:00"},
        {"id": "F-1", "where": "00100", "state": "active", "end": "2026-11-22T19:00+02:00"},
        {"id": "F-1", "where": "33100", "state": "active", "end": "2026-11-22T21:00+02:00"},
        {"id": "F-1", "where": "20100", "state": "active", "at": "2026-11-22T13:55+02:00"},
    ]
    rows = [{"at": "2026-11-22T13:40+02:00", **row} for row in rows]
    fields = {"status": "state", "updated_at": "at", "estimated_restoration": "end"}
    pushed = from_json(rows[::-1] if turned else rows, fields, join="true")
    (found,) = [item.outage for item in pushed.items]
    assert (found.status, set(found.areas)) == ("active", {"00100", "33100", "20100"})
    assert (found.updated_at, found.estimated_restoration) == (at("13:55"), at("21:00"))


def test_too_many_joined_areas_are_refused_together() -> None:
    rows = [{"id": "F-1", "where": f"{code:05}"} for code in range(100, 5_200)]
    pushed = from_json(rows, join="true")
    assert [error.at for refused in pushed.refused for error in refused.errors] == ["areas"]


@pytest.mark.parametrize(
    ("way", "place", "problem"),
    [
        ({}, "fields.areas", "needs either field"),
        ({"field": "a", "always": "29900"}, "fields.areas", "needs either field"),
        ({"always": ["2990"]}, "fields.areas.always.0", "five digits"),
        ({"always": {"town": "Pori"}}, "fields.areas.always", "municipality"),
        ({"field": "a", "pattern": "(", "as": "place"}, "fields.areas.pattern", "is no pattern"),
        ({"field": "a", "pattern": "x", "separator": ";"}, "fields.areas", "exclude each other"),
        ({"field": "a", "as": "region"}, "fields.areas.as", "'municipality' or 'place'"),
        ({"field": "a", "places": {"X": ["x"]}}, "fields.areas.places.X.0", "five digits"),
        ({"field": "a", "places": {"X": "x"}}, "fields.areas.places.X", "five digits"),
        ({"field": "a", "seperator": ";"}, "fields.areas.seperator", "known are field, always"),
    ],
)
def test_what_cannot_read_areas_is_said_of_the_mapping(
    way: dict[str, Any], place: str, problem: str
) -> None:
    ((said_at, said),) = complaints({"areas": way})
    assert said_at == place
    assert problem in said
