"""Which alert is which: CAP knows one by its sender and identifier together."""

import re
from collections.abc import Iterator
from hashlib import sha256

from outage_feed.described import LONGEST_ID

TRIPLE = re.compile(r"([^,]{1,500}),(.{1,500}?),\d{4}-\d\d-\d\dT[^\s,]+(?:\s+|$)")
"""CAP forbids spaces and commas in both names; the time at the end finds its way all the same."""
UNTIMED = re.compile(r"([^\s,]{1,500}),([^\s,]{1,500})(?:,\S{0,100})?(?:\s+|$)")
MOST_REFERENCES = 250
KEPT = 100


class BadReferences(ValueError):
    """References that cannot be read; the message says what they look like."""


def key(sender: str, identifier: str) -> str:
    """Name an alert; what is too long for an id is cut and ends in its digest."""
    whole = f"{sender},{identifier}"
    if len(whole) <= LONGEST_ID:
        return whole
    return f"{whole[:KEPT].rstrip()}#{sha256(whole.encode()).hexdigest()[:40]}"


def referenced(sender: str, references: str) -> tuple[str, ...]:
    """
    Name the alerts that an alert of `sender` refers to, each once. Raises BadReferences.

    Some senders refer to themselves by another name, so an identifier counts under theirs too.
    """
    keys: dict[str, None] = {}
    for number, (of, identifier) in enumerate(_references(references)):
        if number == MOST_REFERENCES:
            raise BadReferences(f"more than {MOST_REFERENCES} references")
        keys |= {key(of, identifier): None, key(sender, identifier): None}
    return tuple(keys)


def _references(written: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(written):
        found = TRIPLE.match(written, place) or UNTIMED.match(written, place)
        if not found:
            raise BadReferences('must be "sender,identifier,sent", with a space between each')
        yield found[1].strip(), found[2].strip()
        place = found.end()
