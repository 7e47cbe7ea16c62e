"""Import customers from CSV in batches, each of them one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import Connection, Engine

from ivr.db.locks import only_writer
from ivr.db.tables.customers import customers
from ivr.directory.sheet import Finding, Sheet, Tell
from ivr.directory.store import add_many, erase_many, get_many
from routing.customer import Customer

BATCH = 5_000


@dataclass(slots=True)
class Tally:
    """How many rows did what."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


def import_customers(engine: Engine, lines: Iterable[str], tell: Tell) -> Tally:
    """
    Add and change customers; nobody is removed. Raises BadFile before anything is written.

    `tell` hears what is said of single rows. What a file has no column for stays as it is.
    """
    tally = Tally()

    def told(finding: Finding) -> None:
        tally.refused += finding.refused
        tell(finding)

    sheet = Sheet(lines, told)
    for batch in _batches(sheet.customers()):
        with engine.begin() as connection:
            _keep(connection, batch, sheet.columns, tally)
    return tally


def _batches(customers: Iterator[Customer]) -> Iterator[Sequence[Customer]]:
    while batch := tuple(islice(customers, BATCH)):
        yield batch


def _keep(
    connection: Connection, batch: Sequence[Customer], columns: Sequence[str], tally: Tally
) -> None:
    only_writer(connection, customers.name)
    former = get_many(connection, [one.customer_id for one in batch])
    added, changed = [], []
    for one in batch:
        before = former.get(one.customer_id)
        if before is None:
            added.append(one)
        elif (after := _merged(before, one, columns)) != before:
            changed.append(after)
    erase_many(connection, [one.customer_id for one in changed])
    add_many(connection, [*added, *changed])
    tally.added += len(added)
    tally.changed += len(changed)
    tally.unchanged += len(batch) - len(added) - len(changed)


def _merged(before: Customer, row: Customer, columns: Sequence[str]) -> Customer:
    return replace(before, **{name: getattr(row, name) for name in columns})
