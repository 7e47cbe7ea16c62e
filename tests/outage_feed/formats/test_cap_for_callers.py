"""Which CAP alerts are for callers: not tests, not weather, not what is not public."""

import pytest

from outage_feed.cap.options import Options
from tests.outage_feed.formats.alerts import EARLIER, alert, errors, geocodes, info, kept, why


@pytest.mark.parametrize("status", ["Exercise", "System", "Test", "Draft"])
def test_what_is_not_actual_is_never_for_callers_nor_closes_anything(status: str) -> None:
    told = alert(status=status, msgType="Cancel", references=EARLIER, sent="broken")
    assert why(told) == f"status {status}"


def test_a_status_that_cap_does_not_know_is_refused() -> None:
    ((place, problem),) = errors(alert(status="actual"))
    assert (place, problem) == ("status", "must be Actual, Exercise, System, Test or Draft")


def test_a_status_given_twice_is_refused() -> None:
    twice = alert().replace("<status>", "<status>Actual</status><status>")
    assert errors(twice) == [("status", "given 2 times")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"msgType": "Ack"}, "msgType Ack"),
        ({"msgType": "Error"}, "msgType Error"),
        ({"scope": "Restricted"}, "scope Restricted"),
        ({"scope": "Private"}, "scope Private"),
    ],
)
def test_what_is_not_for_the_public_is_not_for_callers(
    changes: dict[str, str], reason: str
) -> None:
    assert why(alert(**changes)) == reason


def test_a_scope_may_be_let_in() -> None:
    inside = Options(service="electricity", scopes=["Public", "Restricted"])
    assert kept(alert(scope="Restricted"), inside).status == "active"


def test_weather_is_no_outage() -> None:
    storm = alert(info(category="Met", event="Tuulivaroitus"))
    assert why(storm) == "event 'Tuulivaroitus' is of no service in this source's settings"
    assert why(alert(), Options()).startswith("event 'Sähkökatko' is of no service")


def test_services_are_found_by_event_code_before_event() -> None:
    services = Options(services={"sähkökatko": "electricity", "OUT-W": "water"})
    code = "<eventCode><valueName>x</valueName><value>out-w</value></eventCode>"
    assert kept(alert(), services).service == "electricity"
    assert kept(alert(info(code)), services).service == "water"
    assert kept(alert(info(category="Met")), services).service == "electricity"


def test_of_infos_only_those_about_a_service_of_ours_count() -> None:
    services = Options(services={"sähkökatko": "electricity"})
    storm = info(event="Myrsky", category="Met", area=geocodes(("postcode", "00100")))
    assert kept(alert(storm, info()), services).areas == ("29900",)


def test_one_alert_about_two_services_is_refused() -> None:
    services = Options(services={"sähkökatko": "electricity", "vesikatko": "water"})
    two = alert(info(), info(event="Vesikatko"))
    assert errors(two, services) == [
        ("info", "about electricity and water: send one alert for each")
    ]
