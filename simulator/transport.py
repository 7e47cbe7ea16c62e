"""How a webhook reaches the application: over HTTP, or straight into a WSGI callable."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import requests
from werkzeug.test import Client

CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 15.0
"""Twilio: a voice webhook has 15 seconds with connecting, whatever its overrides say."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the application answered; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float = 0.0


class NoReply(Exception):
    """Nothing came back. `policy` is Twilio's word for it: `ct` not connected, `rt` too slow."""

    def __init__(self, policy: str, words: str) -> None:
        super().__init__(words)
        self.policy = policy


class Transport(Protocol):
    """Sends one request, follows no redirect. Raises NoReply."""

    def send(self, method: str, url: str, body: str, headers: Mapping[str, str]) -> Reply:
        """`body` is the encoded form; empty for GET."""
        ...


class HttpTransport:
    """Over the network, as Twilio does it."""

    def send(self, method: str, url: str, body: str, headers: Mapping[str, str]) -> Reply:
        """Send with Twilio's limits of time."""
        began = time.monotonic()
        try:
            got = requests.request(
                method,
                url,
                data=body or None,
                headers=dict(headers),
                timeout=(CONNECT_SECONDS, TOTAL_SECONDS),
                allow_redirects=False,
            )
        except requests.ReadTimeout as error:
            raise NoReply("rt", "no answer within 15 seconds") from error
        except requests.RequestException as error:
            raise NoReply("ct", f"no connection: {type(error).__name__}") from error
        headers = {name.lower(): value for name, value in got.headers.items()}
        return Reply(got.status_code, headers, got.content, time.monotonic() - began)


class WsgiTransport:
    """Into a WSGI application in this process; needs no network."""

    def __init__(self, application: object) -> None:
        self._client = Client(application)  # type: ignore[arg-type]

    def send(self, method: str, url: str, body: str, headers: Mapping[str, str]) -> Reply:
        """Send, keeping the address percent-encoded as it is."""
        parts = urlsplit(url)
        began = time.monotonic()
        got = self._client.open(
            (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            base_url=f"{parts.scheme}://{parts.netloc}",
            method=method,
            data=body,
            headers=dict(headers),
        )
        lower = {name.lower(): value for name, value in got.headers.items()}
        return Reply(got.status_code, lower, got.get_data(), time.monotonic() - began)
