"""Outages in SQL, and one summary row per postcode, written together."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Table, delete, select

from ivr.db.bulk import Row, insert_rows
from ivr.db.chunks import chunks
from ivr.db.tables.outages import outage_postcodes, outages, summaries
from ivr.feeds.change import Change
from outage_feed.document import from_document
from outage_feed.record import Record


def load_records(
    connection: Connection, source: str, ids: Collection[str], *, every_open: bool
) -> dict[str, Record]:
    """Read what we hold of these ids and, for a snapshot, of everything that is open."""
    of_source = select(outages).where(outages.c.source == source)
    found: dict[str, Record] = {}
    if every_open:
        found = _records(connection.execute(of_source.where(outages.c.open)).mappings())
    for chunk in chunks(sorted(set(ids) - found.keys())):
        rows = connection.execute(of_source.where(outages.c.id.in_(chunk))).mappings()
        found.update(_records(rows))
    return found


def source_records(connection: Connection, source: str | None = None) -> list[Record]:
    """Read everything that no snapshot has closed, of one source or of all."""
    query = select(outages).where(outages.c.closed_as_of.is_(None))
    if source is not None:
        query = query.where(outages.c.source == source)
    rows = connection.execute(query.order_by(outages.c.source, outages.c.id)).mappings()
    return [_record(row) for row in rows]


def save(
    connection: Connection, change: Change, summary_rows: Sequence[Row], now: datetime
) -> None:
    """Write records, and the summary row of every postcode that they touch or touched."""
    _delete(connection, outages, change.source, change.replaced)
    insert_rows(connection, outages, change.rows)
    _delete(connection, outage_postcodes, change.source, change.moved)
    insert_rows(connection, outage_postcodes, change.postings)
    connection.execute(delete(outage_postcodes).where(outage_postcodes.c.heard_until <= now))
    for chunk in chunks(sorted(change.touched)):
        connection.execute(delete(summaries).where(summaries.c.postcode.in_(chunk)))
    insert_rows(connection, summaries, summary_rows)


def _records(rows: Iterable[RowMapping]) -> dict[str, Record]:
    return {row["id"]: _record(row) for row in rows}


def _record(row: RowMapping) -> Record:
    return Record(from_document(row["document"]), row["closed_as_of"], row["held_as_of"])


def _delete(connection: Connection, table: Table, source: str, ids: Sequence[str]) -> None:
    for chunk in chunks(ids):
        connection.execute(delete(table).where(table.c.source == source, table.c.id.in_(chunk)))
