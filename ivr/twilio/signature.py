"""Is this webhook Twilio's? The signature covers the address as it was sent, byte for byte."""

import base64
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes, urlparse

from twilio.request_validator import add_port, remove_port
from werkzeug.datastructures import MultiDict

Form = MultiDict[str, str]

MOST_FIELDS = 500
_PLAIN = re.compile(r"/(?!/)[\w/.~-]*", re.ASCII)
"""A target that means nothing but itself, as all of ours are: nothing in it to normalise."""
_ORIGIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")


def read_form(body: bytes) -> Form:
    """
    Read `application/x-www-form-urlencoded`, blank values kept: they are signed too.

    Raises ValueError for more than 500 fields.
    """
    fields = body.decode("utf-8", "replace").split("&")
    if len(fields) > MOST_FIELDS:
        raise ValueError(f"more than {MOST_FIELDS} fields")
    return MultiDict([_pair(field) for field in fields if field])


def _pair(field: str) -> tuple[str, str]:
    name, _, value = field.partition("=")
    if "%" not in field and "+" not in field:
        return name, value
    return _decoded(name), _decoded(value)


def _decoded(text: str) -> str:
    """Return what `unquote_plus` does, which takes each run of ASCII by itself."""
    if "%" not in text and "+" not in text:
        return text
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")


def signed_address(public_url: str, environ: Mapping[str, Any]) -> str:
    """
    Return the address that Twilio was told, from our own name and the raw target.

    Werkzeug's `request.url` decodes percent-escapes, so genuine requests would be refused; host
    and scheme come from the settings, since a proxy's headers can be made up. Gunicorn gives
    RAW_URI, Werkzeug both. A target may be in absolute form (RFC 9112, 3.2.2).
    """
    raw = str(environ.get("REQUEST_URI") or environ.get("RAW_URI") or "")
    target = raw.partition("#")[0]
    if not target.startswith("/"):
        target = _ORIGIN.sub("", target, count=1)
    return public_url.rstrip("/") + target


class Signatures:
    """
    Checks signatures with every token that is valid now; two while one is being rotated.

    It says what the library's `RequestValidator` says, but sorts the form only once.
    """

    def __init__(self, public_url: str, tokens: Sequence[str]) -> None:
        """Raises ValueError without a token: unsigned webhooks are never let in."""
        if not tokens:
            raise ValueError("no auth token: set TWILIO_AUTH_TOKEN")
        self.public_url = public_url.rstrip("/")
        self._tokens = tuple(tokens)
        root = with_and_without_port(signed_address(public_url, {"RAW_URI": "/"}))
        self._origins = tuple(address.removesuffix("/") for address in root)
        self._keyed = tuple(hmac.new(token.encode(), digestmod="sha1") for token in tokens)

    def genuine(self, environ: Mapping[str, Any], form: Form) -> bool:
        """Is it signed? A missing header is a no (twilio 9.13 raises TypeError for it)."""
        given = environ.get("HTTP_X_TWILIO_SIGNATURE")
        if not given:
            return False
        fields = "".join(
            [name + value for name, values in sorted(form.lists()) for value in _each_once(values)]
        )
        signature = str(given).encode()
        return any(
            hmac.compare_digest(_signature(keyed, address + fields), signature)
            for address in self._addresses(environ)
            for keyed in self._keyed
        )

    def at(self, public_url: str) -> "Signatures":
        """Return what checks the same at another address."""
        return Signatures(public_url, self._tokens)

    def _addresses(self, environ: Mapping[str, Any]) -> Iterable[str]:
        address = signed_address(self.public_url, environ)
        target = address.removeprefix(self.public_url)
        if _PLAIN.fullmatch(target):
            return (origin + target for origin in self._origins)
        try:
            return with_and_without_port(address)
        except ValueError:  # not an address: nobody can have signed it
            return ()


def with_and_without_port(address: str) -> tuple[str, str]:
    """Return the two addresses of which Twilio signs one, as its library makes them."""
    parsed = urlparse(address)
    return remove_port(parsed), add_port(parsed)


def _each_once(values: Sequence[str]) -> Sequence[str]:
    return values if len(values) == 1 else sorted(set(values))


def _signature(keyed: hmac.HMAC, signed: str) -> bytes:
    mac = keyed.copy()
    mac.update(signed.encode())
    return base64.b64encode(mac.digest())
