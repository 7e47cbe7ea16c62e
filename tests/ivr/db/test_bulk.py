"""Many rows at once are stored as SQLAlchemy itself would store them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from ivr.db.bulk import insert_rows
from ivr.db.tables.outages import outages

WHEN = datetime(2026, 11, 22, 13, 0, 0, 123456, tzinfo=UTC)
ODD = "tab\t, back\\slash, \\N, \"quote\", 'other', line\nend, ä € 𝄞, {curly}, 100 %s ?"
REST = (None,) * (len(outages.columns) - 6)
ROWS: list[tuple[Any, ...]] = [
    ("grid", "plain", {"id": "plain", "areas": ["00100"], "none": None}, True, None, None, *REST),
    ("grid", ODD, {ODD: [ODD, 1, 1.5, True]}, False, WHEN, WHEN, *REST),
]


def stored(engine: Engine) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(outages)))


def test_any_value_comes_back(either_engine: Engine) -> None:
    with either_engine.begin() as connection:
        insert_rows(connection, outages, ROWS)
    assert stored(either_engine) == sorted(ROWS, key=lambda row: row[1])


def test_they_are_the_same_as_rows_put_in_one_by_one(either_engine: Engine) -> None:
    names = [column.name for column in outages.columns]
    with either_engine.begin() as connection:
        insert_rows(connection, outages, ROWS)
        raw = "SELECT * FROM outages ORDER BY id"
        in_bulk = connection.exec_driver_sql(raw).all()
        connection.execute(outages.delete())
        connection.execute(insert(outages), [dict(zip(names, row, strict=True)) for row in ROWS])
        one_by_one = connection.exec_driver_sql(raw).all()
    assert in_bulk == one_by_one


def test_no_rows_are_no_statement(either_engine: Engine) -> None:
    with either_engine.begin() as connection:
        insert_rows(connection, outages, [])
    assert stored(either_engine) == []


def test_one_that_is_there_already_leaves_nothing_changed(either_engine: Engine) -> None:
    with either_engine.begin() as connection:
        insert_rows(connection, outages, ROWS[:1])
    with pytest.raises(IntegrityError) as error, either_engine.begin() as connection:
        insert_rows(connection, outages, ROWS)
    assert "plain" not in str(error.value)
    assert len(stored(either_engine)) == 1
