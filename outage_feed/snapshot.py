"""What a snapshot closes: that which its source no longer lists, unless it is too much at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from outage_feed.record import Record

MANY = 20


@dataclass(frozen=True, slots=True)
class Closing:
    """Ids in a stable order. `held` waits for a confirmation or for the next snapshot."""

    closed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


def closing(records: Mapping[str, Record], listed: Collection[str], as_of: datetime) -> Closing:
    """
    Decide over the outages that were open before the snapshot came.

    What an earlier snapshot left held is closed when this one, of a later time, agrees; a
    repeat of the same snapshot agrees with nothing.
    """
    missing = {
        id_: record.held_as_of
        for id_, record in records.items()
        if id_ not in listed and record.outage.updated_at <= as_of
    }
    agreed = {id_ for id_, held in missing.items() if held and held < as_of}
    waiting = {id_ for id_, held in missing.items() if held and held >= as_of}
    rest = missing.keys() - agreed - waiting
    standing = len(records) - len(agreed)
    if standing >= MANY and 2 * len(rest | waiting) > standing:
        return Closing(tuple(sorted(agreed)), tuple(sorted(rest | waiting)))
    return Closing(tuple(sorted(agreed | rest)), tuple(sorted(waiting)))
