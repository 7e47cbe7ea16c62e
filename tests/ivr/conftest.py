"""The demo company's house, and an outage where Matti lives."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.bundles.shipped import publish_shipped
from ivr.clock import StoppedClock
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.services import Services
from tests.ivr.house import SETTINGS, House, open_house, set_up


@pytest.fixture
def demo(engine: Engine, clock: StoppedClock, kept_demos: Path) -> Engine:
    """A database with flows, lines, customers and one outage in 29900."""
    if engine.dialect.name != "sqlite":
        return founded(engine, clock)
    kept = kept_demos / f"{clock.now().timestamp()}.db"
    file = Path(str(engine.url.database))
    if kept.exists():
        engine.dispose()
        shutil.copy(kept, file)
    else:
        founded(engine, clock).dispose()  # the last to leave writes the log into the file
        shutil.copy(file, kept)
    return engine


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
