"""What a snapshot closes: that which its source no longer lists, unless it is too much at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from outage_feed.record import Record

MANY = 20
MOST_LOST = 10
"""So many or more that are open do not all end between two polls."""


@dataclass(frozen=True, slots=True)
class Closing:
    """
    Ids in a stable order. `held` waits for a confirmation or for the next snapshot; `missing`
    was not listed by this polled one, and closes if the next one does not list it either.
    """

    closed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def closing(records: Mapping[str, Record], listed: Collection[str], as_of: datetime) -> Closing:
    """
    Decide for a pushed snapshot, over the outages that were open before it came.

    What an earlier snapshot left held is closed when this one, of a later time, agrees; a
    repeat of the same snapshot agrees with nothing.
    """
    missing = {id_: record.held_as_of for id_, record in _missing(records, listed, as_of).items()}
    agreed = {id_ for id_, held in missing.items() if held and held < as_of}
    waiting = {id_ for id_, held in missing.items() if held and held >= as_of}
    rest = missing.keys() - agreed - waiting
    standing = len(records) - len(agreed)
    if standing >= MANY and 2 * len(rest | waiting) > standing:
        return Closing(tuple(sorted(agreed)), tuple(sorted(rest | waiting)))
    return Closing(tuple(sorted(agreed | rest)), tuple(sorted(waiting)))


def polled_closing(
    records: Mapping[str, Record], listed: Collection[str], as_of: datetime
) -> Closing:
    """
    Decide for a list that we fetched: two in a row that do not list an outage close it.

    An empty list after several outages, or one that is short of more than half of many, is taken
    for a fault of the source: it closes nothing, however often it comes, and what it lacks is
    held.
    """
    missing = _missing(records, listed, as_of)
    before = {i: r.missing_as_of for i, r in missing.items() if r.missing_as_of}
    standing, lost = len(records) - len(before), len(missing) - len(before)
    empty = not listed and len(records) >= MOST_LOST
    if empty or (standing >= MANY and 2 * lost > standing):
        return Closing(held=tuple(sorted(missing)))
    closed = {id_ for id_, since in before.items() if since < as_of}
    return Closing(tuple(sorted(closed)), missing=tuple(sorted(missing.keys() - closed)))


def _missing(
    records: Mapping[str, Record], listed: Collection[str], as_of: datetime
) -> dict[str, Record]:
    return {
        id_: record
        for id_, record in records.items()
        if id_ not in listed and record.outage.updated_at <= as_of
    }
