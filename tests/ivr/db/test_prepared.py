"""Prepared reads give what SQLAlchemy gives, and fail as it fails."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, event, insert, select, text
from sqlalchemy.exc import DBAPIError

from ivr.db.prepared import Prepared, reading
from ivr.db.tables.outages import sources

AT = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
ROW = {column.name: None for column in sources.columns} | {
    "name": "grid",
    "created_at": AT,
    "last_push_at": AT,
    "last_as_of": None,
    "stale_after_seconds": 60,
    "silent_after_seconds": 120,
    "never_stale": True,
    "services": ["electricity"],
    "version": 3,
}
NAMED = Prepared(select(sources).where(sources.c.name == bindparam("name")).limit(1))
BROKEN = Prepared(select(text("nothing FROM nowhere")).where(sources.c.name == bindparam("name")))


@pytest.fixture
def engine(either_engine: Engine) -> Engine:
    with either_engine.begin() as connection:
        connection.execute(insert(sources), ROW)
    return either_engine


def test_a_row_has_the_names_and_types_of_its_table(engine: Engine) -> None:
    with reading(engine) as reader:
        assert NAMED.rows(reader, name="grid") == [ROW]
        assert NAMED.rows(reader, name="grid' OR '1'='1") == []


def test_an_open_transaction_reads_what_it_has_written(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(sources), {**ROW, "name": "other"})
        found = NAMED.rows(connection, name="other")
    assert found == [{**ROW, "name": "other"}]


def test_a_failure_is_sqlalchemys_and_shows_no_value(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as raised, reading(engine) as reader:
        BROKEN.rows(reader, name="+358401110001")
    assert "+358401110001" not in str(raised.value)


def test_reads_inside_of_others_share_their_connection(engine: Engine) -> None:
    with reading(engine) as outer:
        with reading(engine) as inner:
            assert inner is outer
        assert NAMED.rows(outer, name="grid") == [ROW]
    with reading(engine) as later:
        assert later is not outer


def test_a_failure_inside_of_others_ends_them_all(engine: Engine) -> None:
    with pytest.raises(DBAPIError), reading(engine), reading(engine) as inner:
        BROKEN.rows(inner, name="grid")
    with reading(engine) as reader:
        assert NAMED.rows(reader, name="grid") == [ROW]


def test_after_a_failure_and_after_an_end_connections_are_free_again(engine: Engine) -> None:
    for _ in range(30):  # more than the pool has
        with pytest.raises(DBAPIError), reading(engine) as reader:
            BROKEN.rows(reader, name="grid")
        with reading(engine) as reader:
            NAMED.rows(reader, name="grid")
    with engine.begin() as connection:
        connection.execute(insert(sources), {**ROW, "name": "later"})
    with reading(engine) as reader:
        assert len(NAMED.rows(reader, name="later")) == 1


def test_who_listens_to_statements_hears_of_these_too(engine: Engine) -> None:
    heard: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    with reading(engine) as reader:
        NAMED.rows(reader, name="grid")
    event.remove(engine, "before_cursor_execute", listen)

    assert [statement.split()[0] for statement in heard] == ["SELECT"]
