"""What one row per postcode will hold once a change is written."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from ivr.db.bulk import Row
from ivr.db.chunks import chunks
from ivr.db.tables.outages import outage_postcodes, outages
from ivr.feeds.change import Change
from outage_feed.document import from_document
from outage_feed.summary import Fact, condense, dump, fact

Key = tuple[str, str]
"""An outage's source and id."""


def summary_rows(connection: Connection, change: Change, now: datetime) -> list[Row]:
    """
    Return the summary of every postcode that the change touches and where something is heard.

    What changed is at hand; only what else is heard in the same postcodes is read.
    """
    facts: dict[Key, Fact] = {(change.source, id_): own for id_, own in change.facts.items()}
    heard = _staying(connection, change, now)
    facts |= _facts(connection, {key for keys in heard.values() for key in keys} - facts.keys())
    for postcode, source, id_, until in change.postings:
        if until is None or until > now:
            heard.setdefault(postcode, []).append((source, id_))
    return [
        (postcode, dump(condense(facts[key] for key in keys))) for postcode, keys in heard.items()
    ]


def _staying(connection: Connection, change: Change, now: datetime) -> dict[str, list[Key]]:
    """Return by postcode what is heard there and does not move."""
    columns, moved = outage_postcodes.c, {(change.source, id_) for id_ in change.moved}
    still = columns.heard_until.is_(None) | (columns.heard_until > now)
    query = select(columns.postcode, columns.source, columns.id).where(still)
    heard: dict[str, list[Key]] = {}
    for chunk in chunks(sorted(change.touched)):
        for postcode, source, id_ in connection.execute(query.where(columns.postcode.in_(chunk))):
            if (source, id_) not in moved:
                heard.setdefault(postcode, []).append((source, id_))
    return heard


def _facts(connection: Connection, keys: Collection[Key]) -> dict[Key, Fact]:
    facts: dict[Key, Fact] = {}
    for source in {source for source, _ in keys}:
        of_source = select(outages.c.id, outages.c.document).where(outages.c.source == source)
        for chunk in chunks([id_ for of, id_ in keys if of == source]):
            for id_, document in connection.execute(of_source.where(outages.c.id.in_(chunk))):
                facts[source, id_] = fact(from_document(document))
    return facts
