"""Large writes, and how long a small commit, such as a callback's, waits meanwhile."""

import csv
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from ivr.clock import RunningClock
from ivr.db.engine import hasty, open_engine
from ivr.db.schema import create_schema
from ivr.directory.csv_import import import_customers
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.services import Services
from ivr.settings import Settings

PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Written:
    """How long it took, how long reading the same input alone takes, and the worst small wait."""

    seconds: float
    floor_seconds: float
    worst_wait_seconds: float


def measure_import(scratch: Path, customers: int) -> Written:
    """Import so many customers from CSV; the floor is reading the file with Python's csv."""
    engine = _database(scratch / "import.db")
    lines = list(_customers(customers))
    started = time.perf_counter()
    for _ in csv.reader(lines):
        pass
    floor = time.perf_counter() - started
    return _meanwhile(engine, floor, lambda: import_customers(engine, lines, tell=lambda _: None))


def measure_push(scratch: Path, outages: int, postcodes: int) -> Written:
    """Push so many outages in one request; the floor is parsing the body as JSON."""
    engine = _database(scratch / "push.db")
    services = Services(Settings(), RunningClock(), engine)
    body = json.dumps({"outages": list(_outages(outages, postcodes))}).encode()
    started = time.perf_counter()
    json.loads(body)
    floor = time.perf_counter() - started

    def push() -> None:
        status, answer = receive(services, "bench", "application/json", body)
        if status != 200 or len(answer["accepted"]) != outages:  # noqa: PLR2004 -- HTTP
            raise AssertionError(f"{status}: {len(answer.get('accepted', ()))} accepted")

    return _meanwhile(engine, floor, push)


def _meanwhile(engine: Engine, floor: float, work: Callable[[], object]) -> Written:
    done = threading.Event()
    waits = [0.0]
    small = threading.Thread(target=_commit_again_and_again, args=(engine, done, waits))
    small.start()
    started = time.perf_counter()
    try:
        work()
        seconds = time.perf_counter() - started
    finally:
        done.set()
        small.join()
    return Written(seconds, floor, max(waits))


def _commit_again_and_again(engine: Engine, done: threading.Event, waits: list[float]) -> None:
    quick = hasty(engine)
    while not done.wait(PAUSE_SECONDS):
        started = time.perf_counter()
        with quick.begin() as connection:
            connection.execute(text("UPDATE sources SET services = services WHERE name = 'small'"))
        waits.append(time.perf_counter() - started)


def _database(file: Path) -> Engine:
    engine = open_engine(f"sqlite:///{file}")
    create_schema(engine)
    with engine.begin() as connection:
        create_source(connection, "bench", datetime.fromtimestamp(0, UTC))
        create_source(connection, "small", datetime.fromtimestamp(0, UTC))
    return engine


def _customers(count: int) -> Iterator[str]:
    postcodes = _codes()
    yield "customer_id,name,phones,language,postcodes"
    for number in range(count):
        phone = f"+35840{number % 10_000_000:07d}"
        postcode = postcodes[number % len(postcodes)]
        yield f"{number},Customer {number},{phone},fi,{postcode}"


def _outages(count: int, postcodes: int) -> Iterator[dict[str, object]]:
    codes = _codes()[:postcodes]
    now = datetime.fromtimestamp(time.time(), UTC)
    for number in range(count):
        yield {
            "id": f"F-{number}",
            "status": "active",
            "service": "electricity",
            "areas": [codes[number % len(codes)]],
            "estimated_restoration": (now + timedelta(hours=3)).isoformat(),
            "updated_at": now.isoformat(),
        }


def _codes() -> list[str]:
    return list(gazetteer().resolve(["00001-99999"]).postcodes)
