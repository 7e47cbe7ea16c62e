"""What real lists do to their readers: shapes and habits of sources that we know of."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from outage_feed.formats import mapped_json
from outage_feed.freshness import Freshness
from outage_feed.intake import placed, take
from outage_feed.notice import Notice, decide
from outage_feed.outage import Outage
from outage_feed.push import Push, Sent
from outage_feed.record import Record
from outage_feed.summary import fact_of
from routing.document import read_document
from tests.outage_feed.made import FINLAND, NOW, at
from tests.outage_feed.mapped import MAPPINGS, from_json, one

UKPN = read_document((MAPPINGS / "uk-power-networks.yaml").read_text("utf-8"))
LONDON_NOW = datetime(2026, 1, 31, 20, tzinfo=UTC)


def ukpn(*records: dict[str, Any], now: datetime = LONDON_NOW) -> Push:
    """Read a list of UK Power Networks by its mapping, with HA5 4 lying in 29900."""
    options = UKPN.sections["sources"]["uk-power-networks"]["options"]
    fields = options["fields"]
    here = {**fields["areas"], "places": {"HA5 4": "29900"}}
    mapping = mapped_json.Options.model_validate(options | {"fields": {**fields, "areas": here}})
    body = json.dumps({"total_count": len(records), "results": records})
    return mapped_json.read(Sent("ukpn", body.encode(), now), mapping)


def fault(**changes: Any) -> dict[str, Any]:
    return {
        "incidentreference": "INCD-1",
        "powercuttype": "Unplanned",
        "statusid": 2,
        "postcodesaffected": "HA5 4",
        "receiveddate": "2026-01-31T12:00:00",
        "estimatedrestorationdate": None,
        **changes,
    }


class Caller:
    """What a caller from 29900 hears of a source that is polled every ten minutes."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.last_as_of: datetime | None = None
        self.now = LONDON_NOW

    def hears(self, *records: dict[str, Any]) -> list[tuple[str, str]]:
        """Each notice after the next poll: its state, and the clock in London."""
        self.now += timedelta(minutes=10)
        push = placed(ukpn(*records, now=self.now), FINLAND)
        taken = take(push, self.records, self.last_as_of, self.now)
        self.records.update(taken.changed)
        self.last_as_of = taken.last_as_of
        return [(notice.state, _clock(notice)) for notice in self.notices()]

    def notices(self) -> list[Notice]:
        facts = [fact_of(record) for record in self.records.values() if record.postcodes]
        return decide(facts, self.now, {"ukpn": Freshness(self.now)})


def _clock(notice: Notice) -> str:
    return f"{notice.at:%H:%M}" if notice.at else ""


def until(clock: str) -> dict[str, Any]:
    return fault(estimatedrestorationdate=f"2026-01-31T{clock}:00")


def test_an_estimate_that_moves_is_missed_repaired_comes_back_and_is_lost_again() -> None:
    caller = Caller()
    assert caller.hears(fault()) == [("no_eta", "")]
    assert caller.hears(until("21:00")) == [("eta", "21:00")]
    assert caller.hears(until("22:00")) == [("eta", "22:00")]
    assert caller.hears(until("20:45")) == [("eta", "20:45")]
    assert caller.hears(until("20:45")) == [("overdue", "20:45")]
    assert caller.hears(fault(statusid=5, powercuttype="Restored"))[0][0] == "restored"
    assert caller.hears(fault())[0][0] == "reopened_none"
    assert caller.hears(until("23:00"))[0][0] == "reopened_eta"
    assert caller.hears(fault())[0][0] == "withdrawn"


def test_a_repair_whose_time_goes_on_moving_is_told_for_two_hours_and_no_more() -> None:
    caller = Caller()
    caller.hears(fault())
    states = []
    for minute in range(0, 140, 10):
        moving = (LONDON_NOW + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%S")
        states.append(caller.hears(fault(statusid=5, restoreddatetime=moving)))
    assert [len(heard) for heard in states] == [1] * 12 + [0, 0]


def test_planned_work_that_is_called_planned_after_it_was_over_is_over() -> None:
    planned = fault(powercuttype="Planned", planneddate="2026-01-31T10:00:00", statusid=5)
    (item,) = ukpn(planned).items
    assert (item.outage.status, item.outage.kind) == ("restored", "planned")


def test_planned_work_past_its_end_is_no_promise() -> None:
    caller = Caller()
    heard = caller.hears(
        fault(
            powercuttype="Planned",
            planneddate="2026-01-31T08:00:00",
            estimatedrestorationdate="2026-01-31T16:00:00",
        )
    )
    assert heard == [("planned_overdue", "16:00")]


def test_aggregates_make_nothing_however_many_polls() -> None:
    caller = Caller()
    for poll in range(5):
        caller.hears(fault(incidentreference=f"MULT-{poll}", powercuttype="Multiple"))
    assert caller.records == {}


def test_hundreds_at_once_are_one_sentence_and_those_without_an_area_are_counted() -> None:
    caller = Caller()
    here = [until("22:00") | {"incidentreference": f"INCD-{n}"} for n in range(24)]
    elsewhere = [
        fault(incidentreference=f"X-{n}", postcodesaffected=f"NR{n} 1") for n in range(300)
    ]
    nowhere = [fault(incidentreference=f"Y-{n}", postcodesaffected=None) for n in range(4)]
    assert caller.hears(*here, *elsewhere, *nowhere) == [("several_eta", "22:00")]
    kept = [record.outage for record in caller.records.values()]
    assert len(kept) == 328
    assert sum(not outage.areas for outage in kept) == 4
    assert sum(len(outage.unmatched) for outage in kept) == 300


@pytest.mark.parametrize("word", ["ETR-NULL", "ETR-EXP", None])
def test_kubra_words_for_no_estimate(word: str | None) -> None:
    cluster = {"desc": {"inc_id": "K-1", "etr": word, "start_time": "2026-11-22T12:00:00Z"}}
    outage = (
        from_json(
            {"file_data": [cluster]},
            {
                "id": "desc.inc_id",
                "estimated_restoration": "desc.etr",
                "starts_at": "desc.start_time",
            },
            list="file_data",
            none=["ETR-NULL", "ETR-EXP"],
        )
        .items[0]
        .outage
    )
    assert (outage.estimated_restoration, outage.starts_at) == (None, at("14:00"))


def test_features_with_epochs_and_coordinates() -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [21.49, 61.85]},
        "properties": {"OUTAGE_ID": 77, "CURRENT_ETOR": 1795366800000},
    }
    fields = {
        "id": "properties.OUTAGE_ID",
        "estimated_restoration": {"field": "properties.CURRENT_ETOR", "formats": "epoch-ms"},
        "details": {"at": "geometry.coordinates"},
    }
    pushed = from_json({"features": [feature]}, fields, list="features")
    outage = pushed.items[0].outage
    assert (outage.id, outage.estimated_restoration) == ("77", at("19:00"))
    assert (outage.details, outage.areas) == ({"at": "[21.49, 61.85]"}, ())


def test_days_and_months_in_the_order_that_the_format_says() -> None:
    german = {"starts_at": {"field": "dateStart", "formats": "%m/%d/%Y %H:%M:%S"}}
    irish = {"starts_at": {"field": "startTime", "formats": "%d/%m/%Y %H:%M"}}
    assert one({"dateStart": "11/12/2026 09:46:20"}, german).starts_at == datetime(
        2026, 11, 12, 7, 46, 20, tzinfo=UTC
    )
    assert one({"startTime": "11/12/2026 09:46"}, irish).starts_at == datetime(
        2026, 12, 11, 7, 46, tzinfo=UTC
    )


def digitraffic(version: int, kind: str) -> Outage:
    """A road announcement: a version that counts, texts and places deep inside."""
    properties = {
        "situationId": "GUID50001253",
        "version": version,
        "releaseTime": "2026-11-22T12:13:45.299Z",
        "trafficAnnouncementType": kind,
        "announcements": [
            {
                "title": "Tie 3532, Pyhtää. Liikennetiedote. ",
                "locationDetails": {
                    "roadAddressLocation": {"primaryPoint": {"municipality": "Pyhtää"}}
                },
                "timeAndDuration": {"estimatedDuration": {"informal": "Yli 6 tuntia"}},
            }
        ],
    }
    place = "announcements.locationDetails.roadAddressLocation.primaryPoint.municipality"
    words = {"general": "active", "ended": "restored", "retracted": "cancelled"}
    fields = {
        "id": "properties.situationId",
        "revision": "properties.version",
        "updated_at": "properties.releaseTime",
        "status": {"field": "properties.trafficAnnouncementType", "words": words},
        "service": {"always": "other"},
        "areas": {"field": f"properties.{place}", "as": "municipality"},
        "cause": {"fi": "properties.announcements.0.title"},
        "details": ["properties.announcements.0.timeAndDuration.estimatedDuration.informal"],
    }
    pushed = from_json({"features": [{"properties": properties}]}, fields, list="features")
    assert pushed.refused == ()
    return pushed.items[0].outage


def test_a_road_announcement_with_a_version_and_a_duration_for_people() -> None:
    outage = digitraffic(3, "general")
    assert (outage.revision, outage.status) == (3, "active")
    assert outage.areas == ({"municipality": "Pyhtää"},)
    assert FINLAND.resolve(outage.areas).postcodes != ()
    assert outage.cause == {"fi": "Tie 3532, Pyhtää. Liikennetiedote."}
    assert list(outage.details.values()) == ["Yli 6 tuntia"]
    assert outage.estimated_restoration is None
    assert digitraffic(4, "retracted").status == "cancelled"
    assert digitraffic(4, "ended").over(NOW)
