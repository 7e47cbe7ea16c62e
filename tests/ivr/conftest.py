"""The demo company's house, and an outage where Matti lives."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, literal, select, table, text

from ivr.bundles.shipped import publish_shipped
from ivr.clock import StoppedClock
from ivr.db.metadata import metadata
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.services import Services
from tests.ivr.house import SETTINGS, House, open_house, set_up


@pytest.fixture
def demo(engine: Engine, clock: StoppedClock, kept_demos: Path) -> Engine:
    """A database with flows, lines, customers and one outage in 29900."""
    if engine.dialect.name != "sqlite":
        return _founded_once(engine, clock)
    kept = kept_demos / f"{clock.now().timestamp()}.db"
    file = Path(str(engine.url.database))
    if kept.exists():
        engine.dispose()
        shutil.copy(kept, file)
    else:
        founded(engine, clock).dispose()  # the last to leave writes the log into the file
        shutil.copy(file, kept)
    return engine


def _founded_once(engine: Engine, clock: StoppedClock) -> Engine:
    """Fill an empty PostgreSQL with the rows of the first time, kept in a schema of their own."""
    kept = f"demo_{clock.now().timestamp():.0f}_"
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS kept"))
        like = "SELECT tablename FROM pg_tables WHERE schemaname = 'kept' AND tablename ^@ :kept"
        found = set(connection.execute(text(like), {"kept": kept}).scalars())
    tables = [table.name for table in metadata.sorted_tables]
    if not found:
        founded(engine, clock)
    with engine.begin() as connection:
        if found:
            filled, sql = [name for name in tables if kept + name in found], COPIED
        else:
            filled, sql = [name for name in tables if _rows(connection, name)], KEPT
        connection.execute(text(";".join(sql.format(name, kept) for name in filled)))
    return engine


KEPT = "CREATE TABLE kept.{1}{0} AS TABLE {0}"
COPIED = "INSERT INTO {0} SELECT * FROM kept.{1}{0}"


def _rows(connection: Connection, name: str) -> bool:
    return (
        connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first()
        is not None
    )


def founded(engine: Engine, clock: StoppedClock) -> Engine:
    """Fill an empty database."""
    services = Services(SETTINGS, clock, engine)
    set_up(engine)
    publish_shipped(services)
    began = clock.now() - timedelta(hours=1)
    outage = {
        "id": "F-1187",
        "status": "active",
        "service": "electricity",
        "areas": ["29900"],
        "starts_at": began.isoformat(),
        "estimated_restoration": (clock.now() + timedelta(hours=4)).isoformat(),
        "updated_at": began.isoformat(),
    }
    with engine.begin() as connection:
        create_source(connection, "grid", clock.now())
    body = json.dumps({"outages": [outage]}).encode()
    status, answer = receive(services, "grid", "application/json", body)
    assert status == 200, answer
    return engine


@pytest.fixture
def house(demo: Engine, clock: StoppedClock) -> House:
    """The application as it runs every day."""
    return open_house(demo, clock)
