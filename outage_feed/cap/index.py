"""Atom and RSS indexes of alerts: entries that hold their alert, or say where it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from xml.etree.ElementTree import Element

from outage_feed.cap.alert import Read, read_alert
from outage_feed.cap.documents import alerts, push_of
from outage_feed.cap.links import link_of
from outage_feed.cap.options import Options
from outage_feed.push import Problem, Push, Refused, Sent, Unreadable
from outage_feed.times import BadTime, parse_past
from outage_feed.xml_tree import local, text

INDEXES = {"feed": "entry", "rss": "item", "RDF": "item"}
"""Atom, RSS 2.0 and RSS 1.0: the root and what it calls an entry."""
CHANGED = ("updated", "lastBuildDate", "pubDate", "date")
MOST_LINKS = 1_000


def is_index(root: Element) -> bool:
    """Is it an index, and not alerts themselves?"""
    return local(root) in INDEXES


def read_index(root: Element, sent: Sent, options: Options, *, complete: bool) -> Push:
    """
    Read an index; `complete` makes it a snapshot, unless its alerts are elsewhere.

    Each alert counts with its own `sent`: the dates of an entry are those of the index.
    Raises Unreadable.
    """
    read: list[Read] = []
    links: dict[str, None] = {}
    numbers = count()
    for entry in _entries(root):
        held = [read_alert(each, next(numbers), sent, options, "") for each in alerts(entry)]
        link = None if held else link_of(entry)
        if link:
            links[link] = None
        elif not held:
            held = [Refused(next(numbers), None, (_empty(entry),))]
        read += held
    if len(links) > MOST_LINKS:
        raise Unreadable(Problem("", f"{len(links)} links; at most {MOST_LINKS}"))
    push = push_of(read, tuple(links))
    if complete and not links:
        return replace(push, snapshot=True, as_of=_as_of(root, sent.now))
    return push


def _entries(root: Element) -> Iterator[Element]:
    name = INDEXES[local(root)]
    for child in root:
        if local(child) == name:
            yield child
        elif local(child) == "channel":
            yield from (each for each in child if local(each) == name)


def _empty(entry: Element) -> Problem:
    named = next((text(each) for each in entry if local(each) in {"id", "guid", "title"}), "")
    at = f"{local(entry)} {named[:100]}".strip()
    return Problem(at, "neither holds an alert nor links to one that can be fetched")


def _as_of(root: Element, now: datetime) -> datetime:
    about = [root, *(child for child in root if local(child) == "channel")]
    for name in CHANGED:
        for written in (text(each) for of in about for each in of if local(each) == name):
            return _time(written, name, now)
    raise Unreadable(Problem(CHANGED[0], "required of an index that is complete"))


def _time(written: str, at: str, now: datetime) -> datetime:
    """RSS writes times as mail does: Sun, 22 Nov 2026 15:10:00 +0200."""
    try:
        mailed = parsedate_to_datetime(written)
        if mailed.tzinfo:
            written = mailed.astimezone(UTC).isoformat()
    except (ValueError, TypeError, OverflowError):
        pass
    try:
        return parse_past(written, now)
    except BadTime as error:
        raise Unreadable(Problem(at, str(error))) from error
