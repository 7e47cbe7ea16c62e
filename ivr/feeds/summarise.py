"""What one row per postcode will hold once a change is written."""

import json
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import Connection, Text, cast, select

from ivr.db.bulk import Row
from ivr.db.chunks import chunks
from ivr.db.tables.outages import outage_postcodes, outages, summaries
from ivr.feeds.change import Change
from outage_feed.document import from_document
from outage_feed.summary import Fact, condense, dump, fact, load


def summary_rows(connection: Connection, change: Change, now: datetime) -> list[Row]:
    """
    Return the summary of every postcode that the change touches and where something is heard.

    What changed is at hand; what else the same source says there is read from its rows, and what
    other sources say from the summaries that there are.
    """
    heard = _staying(connection, change, now)
    ids = {id_ for staying in heard.values() for id_ in staying}
    facts = {**_facts(connection, change.source, ids - change.facts.keys()), **change.facts}
    for postcode, _, id_, until in change.postings:
        if until is None or until > now:
            heard.setdefault(postcode, []).append(id_)
    others = _of_others(connection, change)
    return [
        (postcode, dump(condense([*others.get(postcode, ()), *own])))
        for postcode in heard.keys() | others.keys()
        if (own := [facts[id_] for id_ in heard.get(postcode, ())]) or others.get(postcode)
    ]


def _staying(connection: Connection, change: Change, now: datetime) -> dict[str, list[str]]:
    """Return by postcode what of this source is heard there and does not move."""
    columns, moved = outage_postcodes.c, set(change.moved)
    still = columns.heard_until.is_(None) | (columns.heard_until > now)
    query = select(columns.postcode, columns.id).where(still, columns.source == change.source)
    heard: dict[str, list[str]] = {}
    for chunk in chunks(sorted(change.touched)):
        for postcode, id_ in connection.execute(query.where(columns.postcode.in_(chunk))):
            if id_ not in moved:
                heard.setdefault(postcode, []).append(id_)
    return heard


def _facts(connection: Connection, source: str, ids: AbstractSet[str]) -> dict[str, Fact]:
    columns = outages.c
    query = select(columns.id, cast(columns.fact, Text)).where(columns.source == source)
    facts: dict[str, Fact] = {}
    for chunk in chunks(sorted(ids)):
        rows = connection.execute(query.where(columns.id.in_(chunk))).all()
        kept = {id_: text for id_, text in rows if text}
        plain = json.loads(f"[{','.join(kept.values())}]")  # at once: ten times as fast
        facts.update(zip(kept, load(plain), strict=True))
    return facts | _of_before(connection, source, ids - facts.keys())


def _of_before(connection: Connection, source: str, ids: Collection[str]) -> dict[str, Fact]:
    """Make the facts of rows that a version wrote which kept none."""
    query = select(outages.c.id, outages.c.document).where(outages.c.source == source)
    return {
        id_: fact(from_document(document))
        for chunk in chunks(sorted(ids))
        for id_, document in connection.execute(query.where(outages.c.id.in_(chunk)))
    }


def _of_others(connection: Connection, change: Change) -> dict[str, list[Fact]]:
    """Return by postcode what other sources say there."""
    found: dict[str, list[Fact]] = {}
    for chunk in chunks(sorted(change.touched)):
        query = select(summaries).where(summaries.c.postcode.in_(chunk))
        for postcode, plain in connection.execute(query):
            theirs = [one for one in plain if one["source"] != change.source]
            found[postcode] = load(theirs)
    return found
