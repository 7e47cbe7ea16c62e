"""A simulator served over HTTP, and Twilio's own library to talk to it."""

from collections.abc import Iterator
from typing import Any

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.server import served
from simulator.testing import exchange_for
from tests.simulator.scripted_app import ScriptedApp


@pytest.fixture
def app() -> ScriptedApp:
    return ScriptedApp(
        {
            "/voice/incoming": '<Gather numDigits="1" timeout="9"><S>hei</S></Gather>',
            "/out": '<Gather numDigits="1" action="/key"><S>soitimme</S></Gather>',
            "/key": "<Hangup/>",
            "/status": {"status": 204},
            "/other": '<Gather numDigits="1"><S>muualta</S></Gather>',
        }
    )


@pytest.fixture
def exchange(app: ScriptedApp) -> Exchange:
    return exchange_for(app)


@pytest.fixture
def url(exchange: Exchange) -> Iterator[str]:
    with served(exchange) as address:
        yield address


@pytest.fixture
def client(url: str) -> Iterator[Any]:
    http = TwilioHttpClient(timeout=10)
    assert http.session is not None
    made = Client(ACCOUNT_SID, AUTH_TOKEN, http_client=http)
    made.api.base_url = url
    yield made
    http.session.close()
