"""Where alerts stand in a document: alone, in a list, or in somebody's envelope."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from outage_feed.cap.alert import Read, read_alert
from outage_feed.cap.options import Options
from outage_feed.push import Ignored, Item, Problem, Push, Refused, Sent, Unreadable
from outage_feed.xml_tree import local, namespace, text

NAMESPACES = ("urn:oasis:names:tc:emergency:cap:", "http://www.incident.com/cap/")
"""Of CAP 1.1 and 1.2, and of 1.0; some senders leave it out."""
LISTS = {"alerts", "EDXLDistribution"}
"""CAP knows no lists; these are what SMHI and EDXL-DE put around alerts. They may be empty."""


def read_documents(root: Element, sent: Sent, options: Options) -> Push:
    """Read every alert in a document. Raises Unreadable."""
    found = list(alerts(root))
    if not found and local(root) not in LISTS:
        raise Unreadable(Problem("", f"no CAP alert in <{root.tag[:100]}>{_hint(root)}"))
    distribution = distribution_status(root)
    return push_of(
        [
            read_alert(alert, index, sent, options, distribution)
            for index, alert in enumerate(found)
        ]
    )


def alerts(root: Element) -> Iterator[Element]:
    """Find alerts at any depth, in the order of the document, but none inside another."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _is_alert(element):
            yield element
        else:
            waiting.extend(reversed(element))


def distribution_status(root: Element) -> str:
    """Return what an EDXL-DE envelope says of itself: Actual, Exercise, System, Test, or ""."""
    waiting, found = [root], ""
    while waiting:
        element = waiting.pop()
        if local(element) == "distributionStatus":
            found = text(element)
        if found not in {"", "Actual"}:
            return found
        if not _is_alert(element):
            waiting.extend(element)
    return found


def push_of(read: list[Read], links: tuple[str, ...] = ()) -> Push:
    """Put what was read together; never a snapshot, for alerts do not say that they are all."""
    return Push(
        snapshot=False,
        as_of=None,
        items=tuple(each for each in read if isinstance(each, Item)),
        refused=tuple(each for each in read if isinstance(each, Refused)),
        ignored=tuple(each for each in read if isinstance(each, Ignored)),
        links=links,
    )


def _hint(root: Element) -> str:
    indexes = {"feed", "rss", "RDF"}
    return ": an index of alerts has the format atom" if local(root) in indexes else ""


def _is_alert(element: Element) -> bool:
    of = namespace(element)
    return local(element) == "alert" and (not of or of.startswith(NAMESPACES))
