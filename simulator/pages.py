"""From an answer to a document that can be performed, refusing what Twilio refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from simulator.contract import problems_of
from simulator.failure import Failed
from simulator.speech import check_say
from simulator.transport import Reply

MOST_BYTES = 64_000
MOST_TWIML_PARAMETER = 4000
TWIML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})


@dataclass(frozen=True, slots=True)
class Page:
    """A checked document. `url` is empty when it was given as TwiML, not by an address."""

    url: str
    root: Element

    def link(self, target: str) -> str:
        """Make an address absolute; without one of its own, a document has only absolute ones."""
        if not self.url and not urlsplit(target).scheme:
            raise Failed(11100, f"{target!r} must be absolute in TwiML that has no address")
        return urljoin(self.url, target)


def page_of(url: str, reply: Reply) -> Page:
    """Read an answer by its content type. Raises Failed with Twilio's code."""
    if len(reply.body) > MOST_BYTES:
        raise Failed(11750, f"{len(reply.body)} bytes are too many", url)
    kind = reply.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in TWIML_TYPES:
        return Page(url, checked(reply.body, url))
    if kind == "text/plain":
        return Page(url, _plain(reply.body, url))
    if kind.startswith("audio/"):
        return Page(url, _lone("Play", url, {}))
    raise Failed(12300, f"content type {kind!r}", url)


def checked(body: bytes, url: str = "") -> Element:
    """Parse and check against the schema, strictly. Raises Failed 12100, 12200 or a Say's."""
    try:
        root: Element = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Failed(12100, f"not a document: {error}", url) from error
    problems = problems_of(root)
    if problems:
        raise Failed(12200, "; ".join(problems), url)
    for say in root.iter("Say"):
        check_say(say)
    return root


def _plain(body: bytes, url: str) -> Element:
    try:
        return checked(body, url)
    except Failed as failure:
        if failure.problem.code != 12100:  # noqa: PLR2004 -- Twilio: document parse failure
            raise
        words = body.decode("utf-8", "replace")
        return _lone("Say", words, {"voice": "man", "language": "en-US"})


def _lone(tag: str, text: str, attributes: Mapping[str, str]) -> Element:
    root = Element("Response")
    SubElement(root, tag, dict(attributes)).text = text
    SubElement(root, "Hangup")
    return root
