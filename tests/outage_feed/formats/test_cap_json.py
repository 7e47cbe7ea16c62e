"""CAP as JSON: the alerts of MeteoAlarm and of Sveriges Radio, as they send them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from outage_feed.cap.options import Options
from outage_feed.formats.cap_json import read
from outage_feed.push import Push, Sent, Unreadable
from tests.outage_feed.made import NOW, at
from tests.outage_feed.seeds import VMA

SAMPLE = Path(__file__).parent.parent / "samples" / "cap_json" / "meteoalarm_croatia.json"
ELECTRICITY = Options(service="electricity")


def given(document: Any, options: Options = ELECTRICITY) -> Push:
    body = document if isinstance(document, str) else json.dumps(document)
    return read(Sent("grid", body.encode(), NOW), options)


def vma(**changes: Any) -> dict[str, Any]:
    """The alert of the sample, changed."""
    (alert,) = json.loads(VMA)["alerts"]
    return {**alert, **changes}


def meteoalarm(options: Options) -> Push:
    now = datetime.fromisoformat("2024-01-04T23:00:00+01:00")
    return read(Sent("grid", SAMPLE.read_bytes(), now), options)


def test_warnings_of_weather_are_no_outages() -> None:
    push = meteoalarm(ELECTRICITY)
    assert (len(push.ignored), push.items, push.refused) == (6, (), ())
    assert "is of no service in this source's settings" in push.ignored[0].why


def test_six_warnings_of_croatia() -> None:
    push = meteoalarm(Options(service="other", categories=["Met"]))
    assert (len(push.items), push.refused, push.ignored) == (6, (), ())
    first = push.items[0].outage
    assert first.id == "https://meteo.hr,2.49.0.0.191.0.HR.240104165610_0_yellow_HR802"
    assert (first.status, first.kind) == ("scheduled", "planned")
    assert first.areas == ({"place": "Kvarner i Kvarneric region"},)
    assert first.supersedes == ("https://meteo.hr,2.49.0.0.191.0.HR.240104085000_0_yellow_HR802",)
    assert first.starts_at == datetime.fromisoformat("2024-01-05T07:00:00+01:00")
    assert first.expires_at == datetime.fromisoformat("2024-01-05T23:59:59+01:00")
    assert first.details["event"] == "\u017duto upozorenje za vjetar / Yellow wind warning"
    assert "awareness_level=2; yellow; Moderate" in first.details["parameter"]


def test_an_alert_of_sveriges_radio_is_an_outage_in_its_postcode() -> None:
    (item,) = given(VMA).items
    outage = item.outage
    assert (outage.id, outage.status) == ("https://vmaapi.sr.se,VMA-1", "active")
    assert (outage.areas, outage.starts_at) == (("29900",), at("14:00"))


@pytest.mark.parametrize(
    "around", [vma(), [vma()], {"x": {"alert": vma()}}], ids=["alone", "list", "deep"]
)
def test_any_envelope_is_opened(around: Any) -> None:
    assert len(given(around).items) == 1


def test_references_may_be_a_list() -> None:
    named = [f"s,{one},2026-11-22T13:00:00+02:00" for one in "ab"]
    push = given(vma(msgType="Update", references=named))
    assert set(push.items[0].outage.supersedes) >= {"s,a", "s,b"}


def test_tests_and_cancels_are_read_as_in_xml() -> None:
    cancel = vma(msgType="Cancel", references="s,a,2026-11-22T13:00:00+02:00", info=[])
    push = given({"alerts": [vma(status="Test"), cancel]})
    assert [ignored.why for ignored in push.ignored] == ["status Test"]
    assert [item.outage.status for item in push.items] == ["cancelled"]


def test_what_is_wrong_is_said_with_its_place_and_keeps_the_others() -> None:
    push = given({"alerts": [vma(sent="yesterday", scope=None), vma(identifier="2")]})
    assert [item.outage.id for item in push.items] == ["https://vmaapi.sr.se,2"]
    assert {error.at for error in push.refused[0].errors} == {"sent", "scope"}


def test_a_name_given_twice_is_refused() -> None:
    body = json.dumps(vma()).replace('"status"', '"status": "Test", "status"', 1)
    assert [error.at for error in given(body).refused[0].errors] == ["status"]


@pytest.mark.parametrize("empty", [[], {"warnings": []}, {"timestamp": "x", "alerts": []}])
def test_an_empty_list_says_nothing(empty: Any) -> None:
    assert given(empty) == given([])


@pytest.mark.parametrize("other", [{}, {"error": "gone"}, "text", [{"a": 1}], {"outages": [{}]}])
def test_what_holds_no_alert_is_no_empty_list(other: Any) -> None:
    with pytest.raises(Unreadable, match="no CAP alert"):
        given(json.dumps(other))
