"""A database as it is, SQLite or PostgreSQL, read by plain SQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import create_engine, text

Row = dict[str, Any]


class Rows:
    """Knows nothing of the application: no table of it, no model."""

    def __init__(self, url: str) -> None:
        patient = {"timeout": 10} if url.startswith("sqlite") else {}
        self._engine = create_engine(url, connect_args=patient)

    def __call__(self, query: str, **values: str) -> list[Row]:
        """Return what a query finds; `:name` in it is the value of that name."""
        with self._engine.connect() as connection:
            found = connection.execute(text(query), values).mappings().all()
        return [dict(row) for row in found]

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def instant(value: str | datetime) -> datetime:
    """SQLite has times as text, in UTC."""
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value).replace(tzinfo=UTC)
