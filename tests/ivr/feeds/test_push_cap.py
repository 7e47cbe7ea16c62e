"""CAP over HTTP: a source with settings is heard, and what is not for callers is not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from ivr.feeds.settings_store import apply_settings
from ivr.services import Services
from ivr.settings import Settings
from tests.ivr.feeds.test_kept import heard
from tests.outage_feed.formats.alerts import EARLIER, SENDER, alert

Push = Callable[[str], tuple[int, Any]]


def applied(services: Services, format_: str) -> None:
    keyed = replace(services, settings=Settings(secret_key="0" * 64))
    grid = {"format": format_, "options": {"service": "electricity"}}
    apply_settings(keyed, {"sources": {"grid": grid}})


@pytest.fixture(name="cap")
def pushing(client: FlaskClient, services: Services, token: str) -> Push:
    """Push as `grid`, whose alerts are about electricity."""
    applied(services, "cap")

    def push(body: str) -> tuple[int, Any]:
        answer = client.post(
            "/feeds/grid",
            data=body.encode("latin-1"),
            content_type="application/cap+xml; charset=iso-8859-1",
            headers={"Authorization": f"Bearer {token}"},
        )
        return answer.status_code, answer.json

    return push


def test_an_alert_is_heard_until_it_is_taken_back(cap: Push, services: Services) -> None:
    first = alert(identifier="F-0", sent="2026-11-22T13:00:00+02:00")
    assert cap(first)[1]["accepted"] == [f"{SENDER},F-0"]
    assert heard(services) == ["no_eta"]
    status, answer = cap(alert(msgType="Cancel", references=EARLIER))
    assert (status, answer["closed"], answer["rejected"]) == (200, [f"{SENDER},F-0"], [])
    assert heard(services) == []


def test_a_test_is_answered_with_why_and_not_heard(cap: Push, services: Services) -> None:
    status, answer = cap(alert(status="Test"))
    assert (status, answer["accepted"]) == (200, [])
    assert answer["ignored"] == [{"index": 0, "id": f"{SENDER},F-1", "why": "status Test"}]
    assert heard(services) == []


def test_what_is_wrong_is_answered_with_its_place(cap: Push) -> None:
    status, answer = cap(alert(sent="now"))
    assert (status, answer["rejected"][0]["errors"][0]["at"]) == (422, "sent")
    status, answer = cap('<!DOCTYPE a [<!ENTITY b "c">]><alerts>&b;</alerts>')
    assert (status, answer["errors"][0]["problem"]) == (
        400,
        "a document type (DOCTYPE) is not read",
    )


def test_of_a_pushed_index_what_it_only_names_is_refused(cap: Push, services: Services) -> None:
    link = '<entry><link href="https://alerts.example/1.xml"/></entry>'
    index = f'<feed xmlns="http://www.w3.org/2005/Atom">{link}<entry>{alert()}</entry></feed>'
    applied(services, "atom")
    status, answer = cap(index)
    assert (status, answer["accepted"]) == (200, [f"{SENDER},F-1"])
    problem = "is only named: send the alert itself, or have the index polled"
    assert answer["rejected"] == [
        {
            "index": 1,
            "id": None,
            "errors": [{"at": "https://alerts.example/1.xml", "problem": problem}],
        }
    ]
