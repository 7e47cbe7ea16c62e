"""CAP alerts in lists and envelopes, and documents that hold none."""

import pytest

from outage_feed.push import Unreadable
from tests.outage_feed.formats.alerts import CAP, SENDER, alert, kept, read_cap, why

EDXL = 'EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"'


@pytest.mark.parametrize(
    "wrapped",
    [
        "<alerts>{}{}</alerts>",
        '<alerts xmlns="urn:x">{}{}</alerts>',
        f"<{EDXL}><distributionStatus>Actual</distributionStatus><a>{{}}</a>{{}}</EDXLDistribution>",
        '<s:Envelope xmlns:s="urn:soap"><s:Body>{}{}</s:Body></s:Envelope>',
    ],
)
def test_alerts_are_found_in_lists_and_envelopes(wrapped: str) -> None:
    push = read_cap(wrapped.format(alert(), alert(identifier="F-2", scope="?")))
    assert [(item.index, item.outage.id) for item in push.items] == [(0, f"{SENDER},F-1")]
    assert [(each.index, each.id) for each in push.refused] == [(1, f"{SENDER},F-2")]


def test_what_stands_in_an_envelope_of_an_exercise_is_one() -> None:
    status = "<distributionStatus>Exercise</distributionStatus>"
    envelope = f"<{EDXL}><contentObject>{alert()}</contentObject>{status}</EDXLDistribution>"
    assert why(envelope) == "distributionStatus Exercise"


@pytest.mark.parametrize("empty", ["<alerts/>", '<EDXLDistribution xmlns="urn:x"/>'])
def test_an_empty_list_says_that_its_source_is_alive(empty: str) -> None:
    push = read_cap(empty)
    assert (push.snapshot, push.items, push.refused, push.ignored) == (False, (), (), ())


@pytest.mark.parametrize("namespace", [CAP, CAP[:-1] + "1", "http://www.incident.com/cap/1.0", ""])
def test_other_versions_are_read_alike(namespace: str) -> None:
    assert kept(alert().replace(CAP, namespace)).areas == ("29900",)


@pytest.mark.parametrize(
    "body", ["<html><body>502</body></html>", '<alert xmlns="urn:x"/>', "<feed/>", "<PubOutages/>"]
)
def test_what_holds_no_alert_is_unreadable(body: str) -> None:
    with pytest.raises(Unreadable, match="no CAP alert in <"):
        read_cap(body)


def test_a_signature_and_elements_of_others_are_passed_over() -> None:
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><status>Test</status>'
    mine = '<status xmlns="urn:mine">Test</status><Type>x</Type>'
    signed = alert().replace("</alert>", f"{signature}</Signature>{mine}</alert>")
    assert kept(signed).status == "active"
