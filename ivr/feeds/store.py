"""Outages in SQL, and one summary row per postcode, written together."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, bindparam, delete, insert, select

from ivr.db.tables.outages import outage_postcodes, outages, summaries
from outage_feed.document import from_document, to_document
from outage_feed.outage import OVER
from outage_feed.record import Record
from outage_feed.summary import Fact, condense, dump, fact, heard_until, load

CHUNK = 500
"""Parameters in one statement: older SQLite stops at 999."""


def load_records(
    connection: Connection, source: str, ids: Collection[str], *, every_open: bool
) -> dict[str, Record]:
    """Read what we hold of these ids and, for a snapshot, of everything that is open."""
    of_source = select(outages).where(outages.c.source == source)
    found: dict[str, Record] = {}
    if every_open:
        found = _records(connection.execute(of_source.where(outages.c.open)).mappings())
    for chunk in _chunks(sorted(set(ids) - found.keys())):
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


def save_records(
    connection: Connection,
    before: Mapping[str, Record],
    changed: Mapping[str, Record],
    now: datetime,
) -> None:
    """Write records and the summary row of every postcode that they touch or touched."""
    replaced = [before[id_] for id_ in changed if id_ in before]
    _delete(connection, outages, replaced)
    _insert(connection, outages, [_row(record) for record in changed.values()])
    moved = [
        id_ for id_ in changed if id_ not in before or _heard(before[id_]) != _heard(changed[id_])
    ]
    _delete(connection, outage_postcodes, [before[id_] for id_ in moved if id_ in before])
    _insert(
        connection, outage_postcodes, [row for id_ in moved for row in _postings(changed[id_])]
    )
    connection.execute(delete(outage_postcodes).where(outage_postcodes.c.heard_until <= now))
    touched = {
        postcode
        for record in (*replaced, *changed.values())
        for postcode in record.outage.postcodes
    }
    _summarise(connection, touched)


def _summarise(connection: Connection, postcodes: Collection[str]) -> None:
    read: dict[str, Fact] = {}
    for chunk in _chunks(sorted(postcodes)):
        facts = _facts(connection, chunk, read)
        connection.execute(delete(summaries).where(summaries.c.postcode.in_(chunk)))
        rows = [
            {"postcode": postcode, "facts": dump(condense(held))}
            for postcode, held in facts.items()
        ]
        _insert(connection, summaries, rows)


def _facts(
    connection: Connection, postcodes: Sequence[str], read: dict[str, Fact]
) -> dict[str, list[Fact]]:
    """By postcode; `read` keeps facts from being decoded once for each of their postcodes."""
    joined = select(outage_postcodes.c.postcode, outages.c.fact).join(
        outages,
        (outages.c.source == outage_postcodes.c.source) & (outages.c.id == outage_postcodes.c.id),
    )
    by_postcode: dict[str, list[Fact]] = {}
    rows = connection.execute(joined.where(outage_postcodes.c.postcode.in_(postcodes)))
    for postcode, text in rows:
        if text not in read:
            read[text] = load([json.loads(text)])[0]
        by_postcode.setdefault(postcode, []).append(read[text])
    return by_postcode


def _row(record: Record) -> dict[str, Any]:
    outage = record.outage
    return {
        "source": outage.source,
        "id": outage.id,
        "document": to_document(outage),
        "fact": json.dumps(dump([fact(outage)])[0]),
        "open": record.closed_as_of is None and outage.status not in OVER,
        "closed_as_of": record.closed_as_of,
        "held_as_of": record.held_as_of,
    }


def _heard(record: Record) -> tuple[tuple[str, ...], datetime | None]:
    """In which postcodes it may be heard, and until when."""
    postcodes = record.outage.postcodes if record.closed_as_of is None else ()
    return postcodes, heard_until(record.outage)


def _postings(record: Record) -> Iterator[dict[str, Any]]:
    outage, (postcodes, until) = record.outage, _heard(record)
    key = {"source": outage.source, "id": outage.id, "heard_until": until}
    for postcode in postcodes:
        yield {"postcode": postcode, **key}


def _records(rows: Iterable[RowMapping]) -> dict[str, Record]:
    return {row["id"]: _record(row) for row in rows}


def _record(row: RowMapping) -> Record:
    return Record(from_document(row["document"]), row["closed_as_of"], row["held_as_of"])


def _delete(connection: Connection, table: Table, records: Iterable[Record]) -> None:
    keys = [{"of": record.outage.source, "one": record.outage.id} for record in records]
    if keys:
        this = (table.c.source == bindparam("of")) & (table.c.id == bindparam("one"))
        connection.execute(delete(table).where(this), keys)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
