"""A large company in a SQLite file, made once and kept."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from bench.residents import NOW, Resident, outages
from ivr.bundles.shipped import publish_shipped
from ivr.clock import StoppedClock
from ivr.db.bulk import insert_rows
from ivr.db.engine import open_engine
from ivr.db.migrate import newest_revision, upgrade
from ivr.db.tables.customers import customer_phones, customers
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.lines.store import apply
from ivr.services import Services
from ivr.settings import Settings
from routing.document import read_document

LINE = "+358931570000"
SOURCE = "grid"
BATCH = 10_000
HTTP_OK = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Size:
    """How large it is."""

    customers: int
    outages: int


FULL, SMALL = Size(1_000_000, 100_000), Size(20_000, 5_000)


def kept(folder: Path, size: Size, say: Callable[[str], None]) -> Path:
    """Return the company's database, made now unless this folder keeps it."""
    name = f"company-{size.customers}-{size.outages}-{newest_revision()}"
    path = folder / f"{name}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        say(f"Making {path}, once: a minute or two.")
        half = folder / f"{name}.half"
        half.unlink(missing_ok=True)
        _make(half, size)
        half.rename(path)
    return path


def found(path: Path) -> Services:
    """Make a company without customers; its clock stands still."""
    services = opened(path)
    upgrade(services.engine)
    text = (resources.files("ivr.demo") / "configuration.yaml").read_text("utf-8")
    apply(services.engine, dict(read_document(text).sections))
    publish_shipped(services)
    with services.engine.begin() as connection:
        create_source(connection, SOURCE, NOW, never_stale=True)
    return services


def opened(path: Path) -> Services:
    """Open a company; its clock stands still."""
    return Services(Settings(), StoppedClock(NOW), open_engine(f"sqlite:///{path}"))


def add_customers(services: Services, count: int) -> None:
    """Let so many people have an agreement with it."""
    for batch in batches(map(Resident, range(count))):
        with services.engine.begin() as connection:
            insert_rows(connection, customers, [_row(one) for one in batch])
            numbers = [(one.phone, one.customer_id) for one in batch]
            insert_rows(connection, customer_phones, numbers)


def push(services: Services, items: Iterable[dict[str, Any]], *, snapshot: bool = False) -> None:
    """Push outages as their source would. Raises ValueError unless all are taken."""
    document = {"outages": list(items), "snapshot": snapshot, "as_of": NOW.isoformat()}
    status, answer = receive(services, SOURCE, "application/json", json.dumps(document).encode())
    if status != HTTP_OK or answer["rejected"]:
        raise ValueError(f"the push was refused: {status} {str(answer)[:500]}")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Give items so many at a time."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _make(path: Path, size: Size) -> None:
    services = found(path)
    add_customers(services, size.customers)
    for items in batches(outages(size.outages)):
        push(services, items)
    services.engine.dispose()  # the last one out empties the write-ahead log


def _row(one: Resident) -> tuple[object, ...]:
    known: tuple[object, ...] = ([one.postcode], [], list(one.bought))
    return (one.customer_id, f"Asiakas {one.index}", [one.phone], [], one.stated, *known)
