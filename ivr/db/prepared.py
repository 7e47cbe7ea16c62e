"""SELECTs whose text is made once: making it anew costs a call more than reading the row."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, PoolProxiedConnection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Row = dict[str, Any]
_Turn = Callable[[Any], Any] | None


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


@contextmanager
def reading(engine: Engine) -> Iterator[Reader]:
    """
    Give a connection whose reads belong together, without SQLAlchemy's own in between.

    What the driver raises is raised as SQLAlchemy's DBAPIError, which never shows a value.
    """
    dialect = engine.dialect
    connection = None
    try:
        connection = engine.raw_connection()
        if dialect.name == "sqlite":
            connection.cursor().execute("BEGIN")  # the others begin by themselves
        yield Reader(connection, engine)
    except dialect.loaded_dbapi.Error as problem:
        lost = connection is not None and dialect.is_disconnect(problem, connection, None)
        if connection is not None and lost:
            connection.invalidate(problem)
        raise _told(problem, dialect, lost=lost) from problem
    finally:
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
        turns = {
            str(column.key): column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self._statement.selected_columns
        }
        text = _Text(made.string, made.positiontup, dict(made.params), turns)
        self._texts[dialect.name] = text
        return text


@dataclass(frozen=True, slots=True)
class _Text:
    """`names`: the parameters in their order, None where the driver takes them by name."""

    sql: str
    names: list[str] | None
    usual: Mapping[str, Any]
    turns: Mapping[str, _Turn]

    def bound(self, values: Mapping[str, str | int]) -> Any:
        whole = {**self.usual, **values}
        return whole if self.names is None else [whole[name] for name in self.names]

    def row(self, found: Any) -> Row:
        return {
            name: value if turn is None else turn(value)
            for (name, turn), value in zip(self.turns.items(), found, strict=True)
        }


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
