"""Suspicions over HTTP, on the screen and in the figures."""

from collections.abc import Callable
from typing import Any

import pytest
from prometheus_client.registry import CollectorRegistry
from werkzeug.test import TestResponse

from ivr.calls.ports import Threads
from ivr.directory.tokens import new_token
from ivr.feeds.store import source_records
from ivr.outages.api import outages_api
from ivr.services import Services
from ivr.suspicions.figures import SuspicionFigures
from outage_feed.outage import MANUAL
from tests.ivr.feeds.conftest import application
from tests.ivr.suspicions.conftest import Calls, number_of, raised

SUSPICIONS = "/api/v1/suspicions"
Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(services: Services) -> Ask:
    with services.engine.begin() as connection:
        token = new_token(connection, "crm", "write", services.clock.now())
    client = application(outages_api(services))

    def asked(method: str, path: str, **body: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"}
        given = None if method == "GET" else body
        return client.open(path, method=method, headers=headers, json=given)

    return asked


@pytest.fixture
def suspected(services: Services, calls: Calls) -> str:
    for caller in range(5):
        calls(number_of(caller))
    (one,) = raised(services)
    return one.id


def listed(answer: TestResponse) -> list[str]:
    return [one["id"] for one in answer.get_json()["suspicions"]]


def waiting(services: Services) -> float | None:
    registry = CollectorRegistry()
    registry.register(SuspicionFigures(services.engine, services.clock, Threads()))
    return registry.get_sample_value("linja_suspicions_open")


def test_it_is_listed_confirmed_and_then_a_notice(
    ask: Ask, services: Services, suspected: str
) -> None:
    assert listed(ask("GET", f"{SUSPICIONS}?state=open")) == [suspected]
    assert waiting(services) == 1
    told = ask("POST", f"{SUSPICIONS}/{suspected}/confirm", by="Eva").get_json()
    assert (told["state"], told["by"]) == ("confirmed", "Eva")
    again = ask("POST", f"{SUSPICIONS}/{suspected}/confirm", by="Jan")
    assert (again.status_code, again.get_json()) == (200, told)
    with services.engine.connect() as connection:
        held = [record.outage.id for record in source_records(connection, MANUAL)]
    assert held == [told["notice"]]
    assert (listed(ask("GET", f"{SUSPICIONS}?state=open")), waiting(services)) == ([], 0)
    assert listed(ask("GET", SUSPICIONS)) == [suspected]


def test_it_is_dismissed_with_a_reason(ask: Ask, suspected: str) -> None:
    path = f"{SUSPICIONS}/{suspected}"
    told = ask("POST", f"{path}/dismiss", by="Eva", reason="an invoice").get_json()
    assert (told["state"], told["reason"], told["draft"]) == ("dismissed", "an invoice", None)
    assert ask("POST", f"{path}/confirm", by="Eva").status_code == 409


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "at"),
    [
        ("GET", f"{SUSPICIONS}?state=new", {}, 400, "state"),
        ("GET", f"{SUSPICIONS}?stat=open", {}, 400, "stat"),
        ("POST", f"{SUSPICIONS}/x/confirm", {"by": "Eva"}, 404, ""),
        ("POST", f"{SUSPICIONS}/x/dismiss", {"by": "Eva"}, 404, ""),
        ("POST", f"{SUSPICIONS}/x/confirm", {}, 400, "by"),
    ],
)
def test_what_cannot_be_done_is_refused(
    ask: Ask, method: str, path: str, body: dict[str, Any], status: int, at: str
) -> None:
    refused = ask(method, path, **body)
    assert (refused.status_code, refused.get_json()["errors"][0]["at"]) == (status, at)
