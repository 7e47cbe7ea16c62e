"""Behind the proxies as they ship: strangers who stop in the middle keep nobody from a person."""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ivr.run.ports import HOST, free_port
from simulator.exchange import Exchange
from simulator.testing import Telephone
from simulator.transport import HttpTransport
from tests.deploy.installed.conftest import Behind
from tests.deploy.installed.test_proxies import LINE, MATTI, caddy, nginx
from tests.ladder.server import Installation, install

__all__ = ["caddy", "nginx"]

STRANGERS = 200
CUT_OFF = (
    b"POST /voice/incoming HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nCallSid="
) + b"C" * 6000
"""More than the four kilobytes that Caddy holds back in any case."""
CALL_SECONDS = 5.0
"""It takes half a second, or ten where strangers hold the threads."""


@dataclass(frozen=True)
class Hidden(Installation):
    """One that Twilio reaches through a proxy, at `public`."""

    public: str = ""

    @property
    def environ(self) -> Mapping[str, str]:
        return {**super().environ, "PUBLIC_URL": self.public}


@pytest.fixture(params=["https"])
def behind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Behind]:
    """The web server of production with its few threads, in place of one with no end of them."""
    port = free_port()
    public = f"{request.param}://{HOST}:{port}"
    made = install(tmp_path)
    hidden = Hidden(made.folder, made.database_url, made.port, public=public)
    with hidden.serving():
        yield Behind(made.port, port, public, Exchange(HttpTransport(), app_url=public))


@contextmanager
def strangers(behind: Behind) -> Iterator[None]:
    """As many who stop in the middle of a request as say nothing at all, until it is over."""
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    with ExitStack() as held:
        for _ in range(STRANGERS):
            held.enter_context(socket.create_connection((HOST, behind.port), 5))
            half = held.enter_context(socket.create_connection((HOST, behind.port), 5))
            if urlsplit(behind.public).scheme == "https":
                half = held.enter_context(tls.wrap_socket(half))
            half.sendall(CUT_OFF)
        yield


def a_call_goes_through(behind: Behind) -> None:
    """Every webhook is answered at the first try, and soon."""
    with strangers(behind):
        began = time.monotonic()
        call = Telephone(behind.exchange).calls(MATTI, LINE)
        call.presses("0").hangs_up()
        assert time.monotonic() - began < CALL_SECONDS
    assert behind.exchange.problems == []


def test_nginx_keeps_slow_strangers_to_itself(nginx: Behind) -> None:
    a_call_goes_through(nginx)


@pytest.mark.parametrize("behind", ["http"], indirect=True)
def test_caddy_keeps_slow_strangers_to_itself(caddy: Behind) -> None:
    a_call_goes_through(caddy)
