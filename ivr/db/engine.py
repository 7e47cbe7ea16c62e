"""Open the database: SQLite with a write-ahead log and full sync, or PostgreSQL."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Engine, ExceptionContext, create_engine, event

BUSY_SECONDS = 10.0
"""How long a writer waits for another one, such as a push of ten thousand outages."""
HASTY_SECONDS = 1.2
"""The same for a caller on the line; a commit has 1.5 seconds in all."""
IDLE_SECONDS = 60
"""PostgreSQL ends a transaction that does nothing: its owner is frozen, and holds locks."""
CONNECT_SECONDS = 2
POOL_SECONDS = 5.0
POSTGRESQL = ("postgres://", "postgresql://")


def open_engine(url: str) -> Engine:
    """
    Make an engine for a SQLAlchemy URL such as `sqlite:////var/lib/linja/linja.db`.

    Every write transaction on SQLite begins with BEGIN IMMEDIATE, so that two writers queue at
    the start instead of failing in the middle. An error never shows the values that were bound:
    they are numbers and names. `postgresql://…` is read with psycopg.
    """
    if not url.startswith("sqlite"):
        return _postgresql(url)
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "reset", _leave_no_transaction)
    return engine


def hasty(engine: Engine) -> Engine:
    """Return the same database for writes that a caller waits for; sooner an error than late."""
    return engine.execution_options(hasty=True)


def _postgresql(url: str) -> Engine:
    for short in POSTGRESQL:
        if url.startswith(short):
            url = f"postgresql+psycopg://{url.removeprefix(short)}"
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=POOL_SECONDS,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "linja"},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "handle_error", _without_values)
    event.listen(engine, "reset", _leave_no_transaction)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's BEGIN is ours to write
    _to_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _to_wal(connection: Any) -> None:
    """Two who open a new file at once: SQLite refuses one of them at once, without waiting."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.execute(f"SET lock_timeout = '{BUSY_SECONDS:.0f}s'")
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    connection.commit()


def _leave_no_transaction(connection: Any, _record: Any, _state: Any) -> None:
    """After a commit that failed SQLAlchemy may not roll back, and SQLite would stay locked."""
    connection.rollback()


def _without_values(context: ExceptionContext) -> None:
    """PostgreSQL names the values of a key that is there already: `DETAIL: Key (phone)=(…)`."""
    for problem in (context.original_exception, context.sqlalchemy_exception):
        if problem is not None and problem.args:
            problem.args = (str(problem.args[0]).partition("\nDETAIL:")[0], *problem.args[1:])


def _begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get("readonly", False):
        connection.exec_driver_sql("BEGIN")
        return
    seconds = HASTY_SECONDS if options.get("hasty", False) else BUSY_SECONDS
    connection.exec_driver_sql(f"PRAGMA busy_timeout={seconds * 1000:.0f}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
