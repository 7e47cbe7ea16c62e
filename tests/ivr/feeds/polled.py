"""A source that is fetched from, and the server that it is fetched from."""

import json
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from sqlalchemy import update

from ivr.db.tables.feeds import source_polls
from ivr.feeds.fetch import Fetcher
from ivr.feeds.polling import Poll, poll_of
from ivr.feeds.polling_run import poll_due
from ivr.feeds.quarantine import find, listed
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.sources import find_source
from ivr.feeds.store import source_records
from ivr.services import Services
from tests.ivr.feeds.conftest import with_key
from tests.ivr.feeds.serving import Served, serving

HERE = Fetcher((ip_network("127.0.0.1/32"),))


@pytest.fixture(name="services")
def with_secret(services: Services) -> Services:
    return with_key(services)


@pytest.fixture(name="served")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


def apply(to: Services, served: Served, *, complete: bool = False, **more: Any) -> None:
    """Let `grid` be polled every five minutes."""
    poll = {
        "url": served.url("/outages"),
        "plain_http": "true",
        "every_seconds": "300",
        "complete": str(complete).lower(),
        "headers": {"X-Key": "of the oms"},
    }
    grid = {"format": "own-json", **more, "poll": poll}
    apply_settings(to, {"sources": {"grid": grid}})


def body(*items: Any, **head: Any) -> str:
    return json.dumps({"outages": items, **head})


def again(services: Services) -> None:
    """Let everything be due, and ask."""
    with services.engine.begin() as connection:
        long_ago = services.clock.now() - timedelta(days=1000)
        connection.execute(update(source_polls).values(next_at=long_ago))
    poll_due(services, HERE)


def state(services: Services) -> Poll:
    with services.engine.connect() as connection:
        found = poll_of(connection, "grid")
    assert found is not None
    return found


def heard(services: Services) -> Any:
    with services.engine.connect() as connection:
        source = find_source(connection, "grid")
    return source and source.freshness.last_push_at


def held(services: Services) -> list[str]:
    with services.engine.connect() as connection:
        now = services.clock.now()
        return [r.outage.id for r in source_records(connection, "grid") if r.open(now)]


def kept(services: Services) -> list[bytes]:
    with services.engine.connect() as connection:
        found = [find(connection, "grid", one.id) for one in listed(connection, "grid")]
    return [one.refusal.body for one in found if one and one.refusal.came_by == "poll"]
