"""What else an alert says, for people to read beside the outage. Callers do not hear it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from outage_feed.cap.info import pairs
from outage_feed.described import LONGEST_TEXT, MOST_DETAILS
from outage_feed.texts import clean
from outage_feed.xml_tree import children, text

OF_ALERT = ("source", "note", "incidents", "references")
OF_INFO = (
    "event",
    "category",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
)
OF_AREA = ("areaDesc", "polygon", "circle")
NAMED = {"info": ("eventCode", "parameter"), "area": ("geocode",)}
CUT = 2 * LONGEST_TEXT
"""Cut before it is cleaned: a polygon may have a megabyte."""


def details(alert: Element) -> dict[str, str]:
    """Return texts by the element's name; where infos differ, one after the other."""
    found: dict[str, list[str]] = {}
    for name, value in _all(alert):
        short = clean(value[:CUT])
        if (
            short
            and short not in (kept := found.setdefault(name, []))
            and len(kept) < MOST_DETAILS
        ):
            kept.append(short)
    named = list(found.items())[:MOST_DETAILS]
    return {name: _short(" / ".join(values)) for name, values in named}


def _all(alert: Element) -> Iterator[tuple[str, str]]:
    yield from _texts(alert, OF_ALERT)
    for info in children(alert, "info"):
        yield from _texts(info, OF_INFO)
        yield from _pairs(info, "info")
        for area in children(info, "area"):
            yield from _texts(area, OF_AREA)
            yield from _pairs(area, "area")


def _texts(parent: Element, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((name, text(child)) for name in names for child in children(parent, name))


def _pairs(parent: Element, of: str) -> Iterator[tuple[str, str]]:
    for name in NAMED[of]:
        for _, called, value in pairs(parent, name):
            yield name, f"{called[:CUT]}={value[:CUT]}"


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1]}…"
