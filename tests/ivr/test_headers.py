"""Every answer is held to its type, its frame, its keeping and to https."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.services import Services
from tests.ivr.house import SETTINGS

ASKED = [
    ("GET", "/sign-in"),
    ("GET", "/nowhere"),
    ("GET", "/web/web.css"),
    ("GET", "/health/live"),
    ("GET", "/metrics"),
    ("GET", "/api/v1/customers/1"),
    ("POST", "/voice/incoming"),
    ("POST", "/feeds/nobody"),
    ("GET", "/voice/sound/none.wav"),
    ("TRACE", "/health/live"),
]
YEAR = "max-age=31536000; includeSubDomains"


@pytest.fixture
def services(engine: Engine, clock: StoppedClock) -> Services:
    return Services(SETTINGS, clock, engine)


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_every_answer_is_cautious(services: Services, method: str, path: str) -> None:
    told = (
        create_app(SETTINGS, services)
        .test_client()
        .open(path, method=method, buffered=True)
        .headers
    )
    policy = told["Content-Security-Policy"].split("; ")
    assert {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert told["Strict-Transport-Security"] == YEAR


@pytest.mark.parametrize("path", ["/api/v1/customers/1", "/health/live", "/account"])
def test_nothing_but_files_is_kept_by_a_browser(services: Services, path: str) -> None:
    told = create_app(SETTINGS, services).test_client().get(path).headers
    assert told["Cache-Control"] == "no-store"


def test_over_http_nobody_is_sent_to_https(services: Services) -> None:
    plain = replace(SETTINGS, public_url="http://127.0.0.1:8000")
    told = create_app(plain, services).test_client().get("/sign-in").headers
    assert "Strict-Transport-Security" not in told


@pytest.mark.parametrize("path", ["/sign-in", "/health/live", "/voice/incoming", "/feeds/grid"])
def test_trace_is_not_answered(services: Services, path: str) -> None:
    answer = create_app(SETTINGS, services).test_client().open(path, method="TRACE")
    assert answer.status_code == 405
