"""SELECTs whose text is made once: making it anew costs a call more than reading the row."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, PoolProxiedConnection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Row = dict[str, Any]
_Turn = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """A connection of the pool's, for `Prepared` alone."""

    connection: PoolProxiedConnection
    engine: Engine

    @property
    def dialect(self) -> Dialect:
        """The database's."""
        return self.engine.dialect

    @property
    def dispatch(self) -> Any:
        """Who listens to this engine's statements."""
        return self.engine.dispatch


class _Open(threading.local):
    reader: Reader | None = None


_open = _Open()


def reading(engine: Engine) -> AbstractContextManager[Reader]:
    """
    Give a connection whose reads belong together, without SQLAlchemy's own in between.

    Inside of another `reading` of this database and thread it is the same connection. What the
    driver raises is raised as SQLAlchemy's DBAPIError, which never shows a value.
    """
    outer = _open.reader
    if outer is not None and outer.engine.pool is engine.pool:
        return nullcontext(outer)
    return _connected(engine)


@contextmanager
def _connected(engine: Engine) -> Iterator[Reader]:
    dialect = engine.dialect
    connection, outer = None, _open.reader
    try:
        connection = engine.raw_connection()
        if dialect.name == "sqlite":
            connection.cursor().execute("BEGIN")  # the others begin by themselves
        _open.reader = Reader(connection, engine)
        yield _open.reader
    except dialect.loaded_dbapi.Error as problem:
        lost = connection is not None and dialect.is_disconnect(problem, connection, None)
        if connection is not None and lost:
            connection.invalidate(problem)
        raise _told(problem, dialect, lost=lost) from problem
    finally:
        _open.reader = outer
        if connection is not None:
            connection.close()  # the pool rolls back


class Prepared:
    """A SELECT with named parameters (`bindparam`), strings and numbers only; no `in_`."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._texts: dict[str, _Text] = {}

    def rows(self, source: Connection | Reader, **values: str | int) -> list[Row]:
        """Return each row by the names of its columns, in the types of the table."""
        dialect = source.dialect
        text = self._texts.get(dialect.name) or self._prepare(dialect)
        cursor = source.connection.cursor()
        bound = text.bound(values)
        for listener in source.dispatch.before_cursor_execute:
            listener(source, cursor, text.sql, bound, None, False)  # noqa: FBT003 -- SQLAlchemy's
        cursor.execute(text.sql, bound)
        found = cursor.fetchall()
        cursor.close()
        return [text.row(row) for row in found]

    def _prepare(self, dialect: Dialect) -> "_Text":
        made = self._statement.compile(dialect=dialect)
        columns = self._statement.selected_columns
        turns = {
            str(column.key): turn
            for column in columns
            if (turn := column.type.dialect_impl(dialect).result_processor(dialect, None))
        }
        keys = tuple(str(column.key) for column in columns)
        text = _Text(made.string, made.positiontup, dict(made.params), keys, turns)
        self._texts[dialect.name] = text
        return text


@dataclass(frozen=True, slots=True)
class _Text:
    """`names`: the parameters in their order, None where the driver takes them by name."""

    sql: str
    names: list[str] | None
    usual: Mapping[str, Any]
    columns: tuple[str, ...]
    turns: Mapping[str, _Turn]
    """How a column is read whose type is not the driver's own."""

    def bound(self, values: Mapping[str, str | int]) -> Any:
        whole = {**self.usual, **values}
        return whole if self.names is None else [whole[name] for name in self.names]

    def row(self, found: Any) -> Row:
        row = dict(zip(self.columns, found, strict=True))
        for name, turn in self.turns.items():
            row[name] = turn(row[name])
        return row


def _told(problem: Exception, dialect: Dialect, *, lost: bool) -> BaseException:
    return DBAPIError.instance(
        None,
        None,
        problem,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
