"""Outages in SQL, and one summary row per postcode, written together."""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, select

from ivr.db.bulk import Row, insert_rows
from ivr.db.chunks import chunks
from ivr.db.tables.outages import outage_postcodes, outages, summaries
from ivr.feeds.change import Change
from ivr.feeds.corrections import corrections, corrections_of
from outage_feed.correction import Correction
from outage_feed.document import from_document
from outage_feed.record import Record, is_tombstone

HELD = [column for column in outages.columns if column.name != "fact"]
"""A record is read from these; what is heard of it is made anew."""
AT_ONCE = 500


def load_records(
    connection: Connection, source: str, ids: Collection[str], *, every_open: bool
) -> dict[str, Record]:
    """
    Read what we hold of these ids, of those in their places and theirs and, for a snapshot, of
    everything that is open.
    """
    said = corrections_of(connection, source)
    of_source = select(*HELD).where(outages.c.source == source)
    found: dict[str, Record] = {}
    if every_open:
        rows = connection.execute(of_source.where(outages.c.open)).mappings()
        found = _records(rows, said)
    wanted, asked = set(ids), set(found)
    while missing := wanted - asked:
        for chunk in chunks(sorted(missing)):
            rows = connection.execute(of_source.where(outages.c.id.in_(chunk))).mappings()
            found.update(_records(rows, said))
        asked |= missing
        wanted = {id_ for record in found.values() for id_ in record.superseded_by}
    return found


def records_of(connection: Connection, source: str, ids: Sequence[str]) -> Iterable[Record]:
    """Read what we hold of these ids, at most `ivr.db.chunks.MOST`, whatever became of them."""
    query = select(*HELD).where(outages.c.source == source, outages.c.id.in_(ids))
    return _records(
        connection.execute(query).mappings(), corrections_of(connection, source)
    ).values()


def source_records(connection: Connection, source: str | None = None) -> list[Record]:
    """Read everything that is not put away, of one source or of all."""
    this = (outages.c.source == source,) if source is not None else ()
    return list(records_where(connection, *this))


def records_where(
    connection: Connection, *wanted: ColumnElement[bool]
) -> Generator[Record, None, None]:
    """Read what is not put away and fulfils this, by source and id; to be closed if left early."""
    said = {(of, id_): one for of, id_, one in corrections(connection)}
    query = select(*HELD).where(outages.c.closed_as_of.is_(None), *wanted)
    ordered = query.order_by(outages.c.source, outages.c.id)
    with connection.execute(ordered, execution_options={"yield_per": AT_ONCE}) as streamed:
        for row in streamed.mappings():
            record = _record(row, said.get((row["source"], row["id"])))
            if not record.superseded and not is_tombstone(record):
                yield record


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


def _records(rows: Iterable[RowMapping], said: Mapping[str, Correction]) -> dict[str, Record]:
    return {row["id"]: _record(row, said.get(row["id"])) for row in rows}


def _record(row: RowMapping, correction: Correction | None) -> Record:
    return Record(
        outage=from_document(row["document"]),
        closed_as_of=row["closed_as_of"],
        held_as_of=row["held_as_of"],
        missing_as_of=row["missing_as_of"],
        superseded_at=row["superseded_at"],
        superseded_by=tuple(row["superseded_by"] or ()),
        back_from=row["back_from"],
        waiting=tuple(row["waiting"] or ()),
        correction=correction,
    )


def _delete(connection: Connection, table: Table, source: str, ids: Sequence[str]) -> None:
    for chunk in chunks(ids):
        connection.execute(delete(table).where(table.c.source == source, table.c.id.in_(chunk)))
