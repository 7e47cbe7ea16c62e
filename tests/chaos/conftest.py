"""Towns: the demo company on a database of its own, with Redis or without."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ivr.bundles.shipped import publish_shipped
from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.migrate import upgrade
from ivr.queue.valkey import Valkey
from ivr.services import Services
from ivr.settings import Settings
from tests.chaos.town import NIGHT, Town, open_town
from tests.ivr.house import set_up


def founded(database_url: str) -> str:
    """Fill an empty database with the demo company."""
    engine = open_engine(database_url)
    upgrade(engine)
    set_up(engine)
    publish_shipped(Services(Settings(), StoppedClock(NIGHT), engine))
    engine.dispose()
    return database_url


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """On SQLite and with Redis: RQ's workers do the work."""
    data_dir = tmp_path_factory.mktemp("town")
    redis = Valkey(data_dir)
    try:
        with open_town(data_dir, founded(f"sqlite:///{data_dir / 'linja.db'}"), redis) as opened:
            yield opened
    finally:
        redis.stop()


@pytest.fixture(scope="module")
def plain_town(tmp_path_factory: pytest.TempPathFactory, postgresql_url: str) -> Iterator[Town]:
    """On PostgreSQL and without Redis: the clock does the work."""
    data_dir: Path = tmp_path_factory.mktemp("plain_town")
    name = data_dir.name
    with psycopg.connect(_bare(postgresql_url), autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        connection.execute(create)
    url = founded(postgresql_url.replace("@/postgres?", f"@/{name}?"))
    with open_town(data_dir, url, None) as opened:
        yield opened


def _bare(url: str) -> str:
    return url.replace("+psycopg", "")
