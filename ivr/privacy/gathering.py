"""Find every row of one person, over all tables."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, false, or_, select

from ivr.db.chunks import chunks
from ivr.db.metadata import metadata
from ivr.db.schema import load_tables
from ivr.privacy.callers import CALLERS
from ivr.privacy.store import Store

Rows = dict[str, list[Mapping[str, Any]]]
CARD = "number"
"""Where the number stands in the card of `waiting`."""


def gather(connection: Connection, numbers: Collection[str], customer: str = "") -> Rows:
    """
    Return a person's rows by table, those without any left out.

    `numbers` are in E.164; `customer` is the id of a customer, whose row comes too.
    """
    load_tables()
    found: Rows = {"customers": _by(connection, "customers", "customer_id", [customer])}
    for store in CALLERS:
        if store.table != "customers":
            found[store.table] = _of_store(connection, store, numbers, found)
    return {name: rows for name, rows in found.items() if rows}


def _of_store(
    connection: Connection, store: Store, numbers: Collection[str], found: Rows
) -> list[Mapping[str, Any]]:
    table = metadata.tables[store.table]
    rows: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for where in _conditions(table, store, numbers, found):
        for row in connection.execute(select(table).where(where)).mappings():
            rows[tuple(row[column.name] for column in table.primary_key)] = dict(row)
    return list(rows.values())


def _conditions(
    table: Table, store: Store, numbers: Collection[str], found: Rows
) -> Sequence[ColumnElement[bool]]:
    by_number = [table.c[name].in_(list(numbers)) for name in store.numbers]
    if store.table == "waiting":
        by_number.append(table.c.card[CARD].as_string().in_(list(numbers)))
    by_link = [
        table.c[link.column].in_(part)
        for link in store.links
        for part in chunks([row[link.to_column] for row in found.get(link.table, [])])
    ]
    return [or_(false(), *by_number), *by_link]


def _by(
    connection: Connection, name: str, column: str, values: Sequence[str]
) -> list[Mapping[str, Any]]:
    table = metadata.tables[name]
    query = select(table).where(table.c[column].in_(values))
    return [dict(row) for row in connection.execute(query).mappings()]
