"""Where an entry of an index says that its alert is."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from outage_feed.texts import printable
from outage_feed.xml_tree import local, text

LONGEST = 2_000
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
FETCHED = ("http:", "https:")
RELATIONS = {"", "alternate", "related", "enclosure"}
CAP = "application/cap+xml"
XML = {"application/xml", "text/xml"}


def link_of(entry: Element) -> str | None:
    """
    Return the address most likely to be the alert's: what is called CAP, else XML, else anything.

    Not a page for people, and nothing but http, https or relative to the index.
    """
    found = sorted(_candidates(entry), key=lambda each: each[0])
    return found[0][1] if found else None


def _candidates(entry: Element) -> Iterator[tuple[int, str]]:
    for child in entry:
        name, given = local(child), child.attrib
        address = given.get("href") or given.get("url") or given.get("src") or ""
        if name == "link" and not given:
            address = text(child)
        linked = name == "link" and given.get("rel", "").strip() in RELATIONS
        if (linked or name in {"enclosure", "content"}) and _fetchable(address.strip()):
            rank = _rank(given.get("type", ""))
            if rank is not None:
                yield rank, address.strip()


def _rank(type_: str) -> int | None:
    kind = type_.partition(";")[0].strip().lower()
    if kind in {CAP, ""}:
        return 0 if kind else 2
    return 1 if kind in XML else None


def _fetchable(address: str) -> bool:
    scheme = SCHEME.match(address)
    return (
        printable(address)
        and len(address) <= LONGEST
        and (scheme is None or scheme[0].lower() in FETCHED)
    )
