"""How the databases are opened."""

from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, delete, insert, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from ivr.db.engine import hasty, open_engine
from ivr.db.metadata import metadata
from ivr.db.migrate import check, newest_revision, revision_of, upgrade
from ivr.db.tables.customers import customers

NUMBER = "+358401110001"


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    engines = [open_engine(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(8)]
    together, modes = Barrier(len(engines)), list[str]()

    def look(engine: Engine) -> None:
        together.wait()
        with engine.begin() as connection:
            modes.append(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())

    threads = [Thread(target=look, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for engine in engines:
        engine.dispose()
    assert modes == ["wal"] * len(engines)


def test_a_hasty_writer_gives_up_where_another_would_wait(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.db.engine.HASTY_SECONDS", 0.05)
    with engine.begin(), pytest.raises(OperationalError, match="locked"), hasty(engine).begin():
        pass
    with hasty(engine).begin() as connection:
        in_a_hurry = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    with engine.begin() as connection:
        patient = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    assert (in_a_hurry, patient) == (50, 10_000)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_url_is_read_with_psycopg(postgresql_url: str, scheme: str) -> None:
    url = postgresql_url.replace("postgresql+psycopg", scheme, 1)
    opened = open_engine(url)
    with opened.connect() as connection:
        limits = [
            connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("lock_timeout", "idle_in_transaction_session_timeout")
        ]
    opened.dispose()
    assert limits == ["10s", "1min"]


def test_an_error_never_shows_what_was_bound(either_engine: Engine) -> None:
    empty: dict[str, Any] = {column.name: [] for column in customers.columns}
    anna = {**empty, "customer_id": NUMBER, "name": "Anna", "language": "sv"}
    with either_engine.begin() as connection:
        connection.execute(insert(customers), [anna])
    with pytest.raises(IntegrityError) as error, either_engine.begin() as connection:
        connection.execute(insert(customers), [anna])
    told = f"{error.value} {error.value.orig} {error.value.__cause__}"
    assert "customers" in told
    assert (NUMBER in told, "Anna" in told) == (False, False)


def test_two_machines_may_migrate_postgresql_at_once(postgresql_url: str) -> None:
    url = make_url(postgresql_url)
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE migrated"))
    engines = [
        open_engine(url.set(database="migrated").render_as_string(hide_password=False))
        for _ in range(2)
    ]
    failed = list[DBAPIError]()

    def migrate(engine: Engine) -> None:
        try:
            upgrade(engine)
        except DBAPIError as problem:
            failed.append(problem)

    threads = [Thread(target=migrate, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(engines[0])
    revision = revision_of(engines[1])
    with engines[0].connect() as connection:
        different = compare_metadata(MigrationContext.configure(connection), metadata)
    for engine in engines:
        engine.dispose()
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE migrated"))
    server.dispose()
    assert (failed, revision, different) == ([], newest_revision(), [])


def test_a_commit_that_fails_leaves_nothing_locked(
    either_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object) -> None:
        raise OSError("disk I/O error")

    def write() -> None:
        with either_engine.connect() as connection, connection.begin() as transaction:
            connection.execute(delete(customers))
            transaction.commit()

    with monkeypatch.context() as patch:
        patch.setattr(either_engine.dialect, "do_commit", fail)
        with pytest.raises(OSError, match="disk"):
            write()
    write()
