"""Real CAP messages, each with what becomes of it."""

from datetime import datetime
from pathlib import Path

import pytest

from outage_feed.cap.options import Options
from outage_feed.formats.cap import read
from outage_feed.push import Push, Sent
from tests.outage_feed.made import NOW

SAMPLES = Path(__file__).parent.parent / "samples"
VALID = sorted(path.name for path in (SAMPLES / "cap").iterdir())
ALL = Options(
    service="electricity",
    categories=["Met", "Geo", "Security"],
    municipality_geocodes=["profile:CAP-CP:Location:0.3"],
    estimate_parameter="predictedArrivalTime",
)
"""Read as if they were about power cuts: what they say is not the point, but how."""


def sample(path: str, options: Options = ALL) -> Push:
    return read(Sent("grid", (SAMPLES / path).read_bytes(), NOW), options)


@pytest.mark.parametrize("name", VALID)
def test_what_is_about_no_service_of_the_source_is_no_outage(name: str) -> None:
    push = sample(f"cap/{name}", Options(service="electricity"))
    assert (push.refused, len(push.ignored + push.items)) == ((), 1)
    assert [item.outage.status for item in push.items] == ["cancelled"] * name.startswith("canada")


@pytest.mark.parametrize(
    ("name", "status", "expires"),
    [
        ("earthquake_iso8859-1_encoding.xml", "restored", None),
        ("oasis_a1_homeland_security_cap12.xml", "active", "2003-04-03T19:39:01Z"),
        ("oasis_a2_severe_thunderstorm.xml", "active", "2003-06-17T23:00:00Z"),
        ("oasis_a3_earthquake.xml", "restored", None),
        ("uk_floods_alert_geocode_cdata.xml", "active", "2025-11-16T08:00:27Z"),
    ],
)
def test_an_alert_is_read(name: str, status: str, expires: str | None) -> None:
    (item,) = sample(f"cap/{name}").items
    assert (item.outage.status, item.outage.estimated_restoration) == (status, None)
    assert item.outage.expires_at == (datetime.fromisoformat(expires) if expires else None)
    assert [list(area) for area in item.outage.areas] == [["place"]]


def test_canada_ends_by_an_update_in_two_languages_that_names_two_alerts() -> None:
    (item,) = sample("cap/canada_update_bilingual_two_references.xml").items
    assert (item.outage.status, item.outage.expires_at) == ("restored", None)
    assert item.outage.supersedes == (
        "cap@ec.gc.ca,2.49.0.1.124.a3f342a4.2012",
        "cap@ec.gc.ca,2.49.0.1.124.60f31a3a.2012",
    )
    assert item.outage.areas[0] == {"municipality": "3537001"}
    assert len(item.outage.areas) == 11
    assert (
        item.outage.details["headline"] == "severe thunderstorm watch / veille d'orages violents"
    )


def test_latin_1_and_a_signature_are_read() -> None:
    (item,) = sample("cap/earthquake_iso8859-1_encoding.xml").items
    assert item.outage.details["headline"].startswith("EQ 4.6 Usulután, Usulután, El Salvador")


def test_a_parameter_that_holds_no_time_is_refused_with_its_place() -> None:
    (refused,) = sample("cap/noaa_tsunami_warning_wcatwc.xml").refused
    assert refused.errors[0].at == "info[0].parameter[10].value"


def test_noaa_refers_to_itself_by_another_name() -> None:
    options = ALL.model_copy(update={"estimate_parameter": "none"})
    (item,) = sample("cap/noaa_tsunami_warning_wcatwc.xml", options).items
    assert item.outage.supersedes == (
        "PAAQ,PAAQ-1-lqw6d6",
        "http://newwcatwc.arh.noaa.gov/tsuPortal/,PAAQ-1-lqw6d6",
    )


def test_no_info_says_nothing() -> None:
    (ignored,) = sample("cap/minimal_no_optional_fields.xml").ignored
    assert ignored.why == "no info: it says neither what nor where"


@pytest.mark.parametrize(
    ("name", "place"),
    [("invalid.xml", "scope"), ("update_with_empty_references.xml", "references")],
)
def test_an_invalid_one_is_refused_with_its_place(name: str, place: str) -> None:
    push = sample(f"cap_invalid/{name}")
    assert (push.items, push.ignored) == ((), ())
    assert [[error.at for error in refused.errors] for refused in push.refused] == [[place]]
