"""Is this webhook Twilio's? The signature covers the address as it was sent, byte for byte."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

Form = MultiDict[str, str]

MOST_FIELDS = 500
_ORIGIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")


def read_form(body: bytes) -> Form:
    """
    Read `application/x-www-form-urlencoded`, blank values kept: they are signed too.

    Raises ValueError for more than 500 fields.
    """
    text = body.decode("utf-8", "replace")
    return MultiDict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))


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
    """Checks signatures with every token that is valid now; two while one is being rotated."""

    def __init__(self, public_url: str, tokens: Sequence[str]) -> None:
        """Raises ValueError without a token: unsigned webhooks are never let in."""
        if not tokens:
            raise ValueError("no auth token: set TWILIO_AUTH_TOKEN")
        self._public_url = public_url
        self._validators = tuple(RequestValidator(token) for token in tokens)

    def genuine(self, environ: Mapping[str, Any], form: Form) -> bool:
        """Is it signed? A missing header is a no (twilio 9.13 raises TypeError for it)."""
        signature = environ.get("HTTP_X_TWILIO_SIGNATURE")
        if not signature:
            return False
        address = signed_address(self._public_url, environ)
        return any(check.validate(address, form, signature) for check in self._validators)
