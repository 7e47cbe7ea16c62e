"""Why a webhook is refused, in one line for whoever sets Twilio up."""

import re
from collections.abc import Mapping
from typing import Any

import structlog

from ivr.twilio.signature import Form, Signatures

log = structlog.get_logger()

NO_FORM = "it is no form of Twilio's: too large, too many fields, or cut off"
NO_SIGNATURE = "it has no X-Twilio-Signature: it is not Twilio's, or a proxy drops the header"
OTHER_ADDRESS = "it is signed for the address seen: set PUBLIC_URL to what Twilio was told"
OTHER_HOST = "PUBLIC_URL is another address than the one seen: give Twilio that of PUBLIC_URL"
OTHER_TOKEN = "TWILIO_AUTH_TOKEN is not the token of the account that signed it"  # noqa: S105 -- a sentence
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,100}")


def log_refusal(signatures: Signatures, environ: Mapping[str, Any], form: Form | None) -> None:
    """
    Log the probable cause, and the two addresses that must be the same.

    Headers of a request that nobody signed may say anything: only what can be a host is logged.
    """
    seen = _seen(environ)
    log.warning(
        "webhook refused: not signed with our token",
        cause=_cause(signatures, environ, form, seen),
        public_url=signatures.public_url,
        seen=seen,
    )


def _cause(
    signatures: Signatures, environ: Mapping[str, Any], form: Form | None, seen: str
) -> str:
    if form is None:
        return NO_FORM
    if not environ.get("HTTP_X_TWILIO_SIGNATURE"):
        return NO_SIGNATURE
    if seen and signatures.at(seen).genuine(environ, form):
        return OTHER_ADDRESS
    return OTHER_TOKEN if seen == signatures.public_url else OTHER_HOST


def _seen(environ: Mapping[str, Any]) -> str:
    """Return the scheme and host that the request came with, as a proxy tells them."""
    given = environ.get("HTTP_X_FORWARDED_HOST") or environ.get("HTTP_HOST") or ""
    host = str(given).partition(",")[0].strip()
    proto = environ.get("HTTP_X_FORWARDED_PROTO") or environ.get("wsgi.url_scheme") or ""
    scheme = "http" if str(proto).partition(",")[0].strip() == "http" else "https"
    return f"{scheme}://{host}" if _HOST.fullmatch(host) else ""
