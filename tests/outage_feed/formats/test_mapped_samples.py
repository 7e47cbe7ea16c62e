"""Real lists of British and Northern Irish outages, by the mappings that we ship."""

from collections import Counter
from datetime import UTC, datetime

from outage_feed.intake import placed, take
from tests.outage_feed.made import FINLAND
from tests.outage_feed.mapped import by_sample

NIE_NOW = "2025-02-01T14:45:00+00:00"


def utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def test_uk_power_networks_json() -> None:
    pushed = by_sample(
        "uk-power-networks.yaml", "uk_power_networks.json", "2026-01-31T20:00:00+00:00"
    )
    (item,) = pushed.items
    outage = item.outage
    assert (outage.id, outage.status, outage.kind) == ("INCD-18220-I", "restored", "unplanned")
    assert outage.areas == ({"place": "HA5 4"},)
    assert outage.starts_at == utc("2026-01-30T23:34")
    assert (outage.estimated_restoration, outage.ends_at) == (None, None)
    assert outage.details["fullpostcodedata"] == "HA54HF;HA54AF;HA54HE"
    assert outage.details["geopoint"] == '{"lon": -0.37196, "lat": 51.61256}'
    assert outage.cause["en"].startswith("A fault occurred on an underground")


def test_one_record_of_eighty_is_no_complete_list() -> None:
    pushed = by_sample(
        "uk-power-networks.yaml", "uk_power_networks.json", "2026-01-31T20:00:00+00:00"
    )
    assert (pushed.partial, pushed.snapshot, pushed.refused) == (True, False, ())


def test_national_grid_csv() -> None:
    pushed = by_sample("national-grid.yaml", "national_grid.csv", "2026-01-31T23:45:00+00:00")
    (item,) = pushed.items
    outage = item.outage
    assert (outage.id, outage.status, outage.kind) == ("INCD-84238-l", "active", "unplanned")
    assert outage.areas == ({"place": "PL19 9AJ"},)
    assert outage.starts_at == utc("2026-01-31T11:06")
    assert outage.estimated_restoration == utc("2026-02-01T02:00")
    assert (pushed.as_of, outage.updated_at) == (utc("2026-01-31T23:40"),) * 2
    assert outage.details["latitude"] == "50.54661"
    assert (pushed.snapshot, pushed.refused, pushed.ignored) == (True, (), ())


def test_a_storm_in_northern_ireland_none_is_lost() -> None:
    pushed = by_sample("northern-ireland.yaml", "northern_ireland.json", NIE_NOW)
    outages = [item.outage for item in pushed.items]
    assert (len(outages), pushed.refused, pushed.ignored, pushed.snapshot) == (95, (), (), True)
    assert {outage.status for outage in outages} == {"active"}
    assert sum(outage.estimated_restoration is None for outage in outages) == 20
    assert sum(not outage.areas for outage in outages) == 4


def test_a_clock_of_twelve_hours_and_times_without_a_year() -> None:
    pushed = by_sample("northern-ireland.yaml", "northern_ireland.json", NIE_NOW)
    by_id = {item.outage.id: item.outage for item in pushed.items}
    outage = by_id["5816670"]
    assert outage.starts_at == utc("2025-01-25T13:36")
    assert outage.estimated_restoration == utc("2025-02-03T22:00")
    assert outage.details["customers"] == "2"
    ends = Counter(outage.estimated_restoration for outage in by_id.values())
    assert ends[utc("2025-02-02T00:00")] == 1


def test_several_postcodes_in_one_cell_and_three_faults_in_one_area() -> None:
    pushed = by_sample("northern-ireland.yaml", "northern_ireland.json", NIE_NOW)
    areas = Counter(str(item.outage.areas) for item in pushed.items)
    assert areas["({'place': 'BT60 1'}, {'place': 'BT60 2'})"] == 3
    assert areas["({'place': 'BT93 1'},)"] == 3


def test_places_of_other_countries_match_nothing_are_kept_and_the_next_poll_is_no_news() -> None:
    first = placed(by_sample("northern-ireland.yaml", "northern_ireland.json", NIE_NOW), FINLAND)
    taken = take(first, {}, None, first.items[0].outage.updated_at)
    assert len(taken.answer.accepted) == 95
    assert all(record.outage.postcodes == () for record in taken.changed.values())
    assert sum(len(record.outage.unmatched) for record in taken.changed.values()) >= 91
    later = "2025-02-01T15:15:00+00:00"
    again = placed(by_sample("northern-ireland.yaml", "northern_ireland.json", later), FINLAND)
    next_ = take(again, taken.changed, taken.last_as_of, utc("2025-02-01T15:15"))
    assert (len(next_.answer.unchanged), next_.changed) == (95, {})


def test_odin_xml() -> None:
    pushed = by_sample("odin.yaml", "odin.xml", "2021-05-11T18:00:00+00:00")
    (item,) = pushed.items
    outage = item.outage
    assert outage.id == "8479c252-d920-46cf-8a9a-1222245fabf5"
    assert (outage.status, outage.service, outage.kind) == ("active", "electricity", "unplanned")
    assert outage.areas == ({"place": "Anderson Island"},)
    assert outage.starts_at == utc("2021-05-11T17:19:55")
    assert outage.details["customers off"] == "2"
    assert (pushed.snapshot, pushed.undated, pushed.refused) == (True, True, ())


def test_an_empty_odin_says_that_there_is_no_outage() -> None:
    pushed = by_sample("odin.yaml", "odin_empty.xml", "2021-05-11T18:00:00+00:00")
    assert (pushed.items, pushed.refused, pushed.snapshot) == ((), (), True)


def test_digitraffic_geojson() -> None:
    pushed = by_sample("digitraffic.yaml", "digitraffic.json", "2020-01-31T10:00:00+00:00")
    (item,) = pushed.items
    outage = item.outage
    assert (outage.id, outage.revision, outage.status) == ("GUID50001253", 1, "active")
    assert outage.areas == ({"municipality": "Pyht\u00e4\u00e4"},)
    assert FINLAND.resolve(outage.areas).postcodes[0] == "49200"
    assert (outage.estimated_restoration, outage.details["duration"]) == (None, "Yli 6 tuntia")
