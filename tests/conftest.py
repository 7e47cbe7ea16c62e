"""What every test may ask for: a stopped clock, an empty database, an empty Redis."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, delete, text
from sqlalchemy.exc import ProgrammingError

from ivr.clock import HELSINKI, StoppedClock
from ivr.db.engine import open_engine
from ivr.db.metadata import metadata
from ivr.db.schema import create_schema
from ivr.queue.connect import worker_client
from ivr.queue.valkey import Valkey
from tests.kept import kept, migrated_once, share_sql  # noqa: F401 -- fixtures
from tests.patience import be_patient
from tests.postgres import leave, postgres

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")  # how fast an example runs says nothing on a busy machine

SUNDAY_AFTERNOON = datetime(2026, 11, 22, 15, 0, tzinfo=HELSINKI)


@pytest.fixture
def clock() -> StoppedClock:
    """Sunday 22 November 2026, 15.00 in Helsinki."""
    return StoppedClock(SUNDAY_AFTERNOON)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads have longer; where a test is about their deadline, a fixture of this name ends it."""
    be_patient(monkeypatch)


@pytest.fixture(name="engine")
def sqlite(sqlite_engine: Engine) -> Engine:
    """An empty database."""
    return sqlite_engine


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An empty database with every table, whose file is to be copied."""
    opened = open_engine(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'empty.db'}")
    create_schema(opened)
    opened.dispose()
    return opened


@pytest.fixture
def sqlite_engine(tmp_path: Path, empty_sqlite: Engine) -> Iterator[Engine]:
    """An empty SQLite database with every table."""
    file = shutil.copy(str(empty_sqlite.url.database), tmp_path / "linja.db")
    opened = share_sql(open_engine(f"sqlite:///{file}"), empty_sqlite)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def kept_demos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of SQLite databases with the demo company, one for each time it was founded at."""
    return tmp_path_factory.mktemp("demos")


@pytest.fixture(scope="session")
def one_postgresql() -> Iterator[Engine]:
    """One PostgreSQL for all tests, with every table."""
    with postgres() as url:
        opened = open_engine(url)
        create_schema(opened)
        opened.dispose()
        yield opened


@pytest.fixture(scope="session")
def postgresql_url(one_postgresql: Engine) -> str:
    """Where it is."""
    return one_postgresql.url.render_as_string(hide_password=False)


@pytest.fixture
def postgresql_engine(one_postgresql: Engine, postgresql_url: str) -> Iterator[Engine]:
    """An empty PostgreSQL database with every table."""
    opened = share_sql(open_engine(postgresql_url), one_postgresql)
    try:
        _empty(opened)
    except ProgrammingError:  # a test has broken a table
        with opened.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("DROP SCHEMA IF EXISTS kept CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        create_schema(opened)
    yield opened
    leave(opened)


def _empty(opened: Engine) -> None:
    with opened.begin() as connection:
        connection.execute(text(_emptying()))


@cache
def _emptying() -> str:
    return ";".join(str(delete(table)) for table in reversed(metadata.sorted_tables))


@pytest.fixture(params=["sqlite", "postgresql"])
def either_engine(request: pytest.FixtureRequest) -> Engine:
    """
    An empty database, once of each kind.

    A directory of store tests takes it for its own: `def engine(either_engine): return …`.
    """
    name = "sqlite_engine" if request.param == "sqlite" else "postgresql_engine"
    chosen: Engine = request.getfixturevalue(name)
    return chosen


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """One embedded Redis for all tests that need no harm done to it."""
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    yield server
    server.stop()


@pytest.fixture
def redis_url(valkey: Valkey) -> str:
    """An empty Redis."""
    client = worker_client(valkey.url)
    client.flushall()
    client.close()
    return valkey.url
