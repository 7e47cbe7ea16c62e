"""Where nobody may be told that all is well: an outage there waits for a second person."""

import json
from functools import lru_cache

from sqlalchemy import Connection, update

from ivr.db.tables.outages import outages, sources
from ivr.feeds.store import records_where
from outage_feed.cover import Withheld
from outage_feed.summary import dump, fact_of, load


def note_withheld(connection: Connection, source: str) -> None:
    """Keep what waits of a source beside it, where each call reads it."""
    columns = outages.c
    waits = (columns.source == source) & columns.open & columns.waiting.is_not(None)
    found = [
        {"fact": dump([fact_of(record)])[0], "postcodes": record.waiting}
        for record in records_where(connection, waits)
        if not (record.correction and record.correction.silent)
    ]
    text = json.dumps(found) if found else None
    connection.execute(update(sources).where(sources.c.name == source).values(withheld=text))


@lru_cache(64)
def withheld_of(text: str | None) -> tuple[Withheld, ...]:
    """Read the column."""
    return tuple(
        Withheld(load([one["fact"]])[0], frozenset(one["postcodes"]))
        for one in json.loads(text or "[]")
    )
