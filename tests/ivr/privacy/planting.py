"""A person in every table and column where a person can stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, Engine, Integer, String, Table, insert, select

from ivr.db.metadata import Instant, metadata
from ivr.db.schema import load_tables
from ivr.privacy.callers import CALLERS
from ivr.privacy.others import STAFF
from ivr.privacy.store import Store

STATES = {
    "callbacks": "done",
    "attempts": "ended",
    "repair_messages": "sent",
    "voicemails": "done",
    "waiting": "left",
    "offers": "ended",
    "still_out_reports": "sent",
}
"""Where it matters: all of it is over."""


@dataclass(frozen=True)
class Person:
    """Whom to look for afterwards."""

    name: str
    number: str

    @property
    def words(self) -> str:
        """What stands in every personal column that holds no number."""
        return f"words-of-{self.name}"


def plant(engine: Engine, person: Person, at: datetime) -> None:
    """Put one row of theirs into every table of callers, and of the staff that these need."""
    load_tables()
    staff = [store for store in STAFF if store.table in {"users", "agents"}]
    with engine.begin() as connection:
        for store in (*staff, *CALLERS):
            table = metadata.tables[store.table]
            row = {c.name: value(store, table, c, person, at) for c in table.c if not counted(c)}
            if store.table == "waiting":
                row |= {"kind": "call", "card": {"number": person.number, "words": person.words}}
            connection.execute(insert(table), row)


def plant_sign_in(engine: Engine, person: Person, at: datetime) -> None:
    """Let the one of ours who took their call have signed in, and failed to."""
    load_tables()
    stores = {store.table: store for store in STAFF}
    with engine.begin() as connection:
        for name in ("sign_ins", "sign_in_failures"):
            table = metadata.tables[name]
            row = {
                c.name: value(stores[name], table, c, person, at)
                for c in table.c
                if not counted(c)
            }
            connection.execute(insert(table), row)


def counted(column: Column[Any]) -> bool:
    """Does the database number the rows by itself?"""
    return bool(column.primary_key) and column.name == "id" and isinstance(column.type, Integer)


def value(store: Store, table: Table, column: Column[Any], person: Person, at: datetime) -> object:
    """Make up what stands in a column."""
    if column.name == "state" and table.name in STATES:
        return STATES[table.name]
    if store.of == "callers" and column.name in store.numbers:
        return person.number
    match column.type:
        case Instant():
            return at
        case JSON():
            told = [person.number if column.name == "phones" else person.words]
            return told if column.name in store.personal else []
        case String():
            return text(store, table, column, person)
        case _:
            return None if column.nullable else 1


def text(store: Store, table: Table, column: Column[Any], person: Person) -> str:
    """Keys are the same in all tables, so that links between them hold."""
    if column.name in {"agent", "name"} and store.of == "staff":
        return f"agent-{person.name}"
    if column.name == "agent":
        return f"agent-{person.name}"
    if column.name == "recording":
        return f"https://api.twilio.com/{person.words}"
    if column.name == "customer_id":
        return f"customer-{person.name}"
    if column.name in store.personal:
        return person.words
    keys = column.primary_key or column.unique or column.foreign_keys
    linked = column.name in {link.column for link in store.links} or column.name == "call_sid"
    return f"key-{person.name}" if keys or linked or table.name == "waiting" else "x"


def everything(engine: Engine, *, but: tuple[str, ...] = ()) -> str:
    """Return every value in the database."""
    with engine.connect() as connection:
        return repr(list(_rows(connection, but)))


def _rows(connection: Connection, but: tuple[str, ...]) -> Any:
    for table in metadata.sorted_tables:
        if table.name not in but:
            yield from connection.execute(select(table))
