"""The webhooks of a call as people read them."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

SHOWN_OF_TOKEN = 10
_TOKEN = re.compile(r"(/voice/(?:turn|wait|meet|leg/\w+|agent(?:-\w+)?)/)([\w-]{24,})")
EVERY_TIME = frozenset({"AccountSid", "ApiVersion", "Caller", "Called", "CallSid"})
"""Parameters that are the same every time, or twins of others."""


def readable(done: Mapping[str, Any]) -> dict[str, Any]:
    """Return one webhook: where to, with what, and the document that answered it."""
    return {
        "method": done["method"],
        "path": shortened(urlsplit(done["url"]).path),
        "params": {
            name: shortened(value)
            for name, value in done["params"].items()
            if name not in EVERY_TIME and not name.endswith("Country")
        },
        "status": done["status"],
        "milliseconds": round(done["seconds"] * 1000),
        "twiml": pretty(done["body"]),
    }


def pretty(document: str) -> str:
    """Indent TwiML, its sealed addresses shortened; what is not XML stays as it is."""
    try:
        root = fromstring(document)
    except (ParseError, DefusedXmlException, ValueError):
        return document
    indent(root, "  ")
    return shortened(tostring(root, "unicode"))


def shortened(text: str) -> str:
    """Show the beginning of each sealed token, and how long it is."""
    return _TOKEN.sub(
        lambda found: f"{found[1]}{found[2][:SHOWN_OF_TOKEN]}…({len(found[2])})", text
    )
