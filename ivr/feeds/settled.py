"""Which outages have ended for good, for whoever was promised a word of it."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from ivr.db.chunks import chunks
from ivr.feeds.store import records_of
from outage_feed.record import Record
from outage_feed.settled import Ending, ending_of

Key = tuple[str, str]
"""An outage's source and id."""


class Settled(NamedTuple):
    """An outage and how it ended."""

    record: Record
    ending: Ending


def endings(connection: Connection, keys: Iterable[Key]) -> dict[Key, Settled]:
    """
    Say of each outage how it ended; one that goes on is not in the answer.

    An ending holds from its `settled_at` on: until then it may still come back.
    """
    found: dict[Key, Settled] = {}
    for source, ids in _by_source(keys).items():
        for chunk in chunks(sorted(ids)):
            for record in records_of(connection, source, chunk):
                ending = ending_of(record)
                if ending:
                    found[source, record.outage.id] = Settled(record, ending)
    return found


def _by_source(keys: Iterable[Key]) -> dict[str, set[str]]:
    by_source: dict[str, set[str]] = {}
    for source, id_ in keys:
        by_source.setdefault(source, set()).add(id_)
    return by_source
