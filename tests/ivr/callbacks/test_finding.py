"""Finding a caller's callback costs the same however many are open."""

from typing import Any

from sqlalchemy import Engine, event

from ivr.callbacks.records import open_for_caller
from ivr.db.prepared import reading


def test_a_callers_callback_is_found_by_the_keys_of_both_numbers(sqlite_engine: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(sqlite_engine, "before_cursor_execute", note)
    with reading(sqlite_engine) as reader:
        open_for_caller(reader, "+358401110001", "+358931570000")
    event.remove(sqlite_engine, "before_cursor_execute", note)

    ((statement, values),) = asked
    with sqlite_engine.connect() as connection:
        explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values))
        plan = " ".join(row.detail for row in explained)
    assert "INDEX uq_callbacks_open (number=? AND line=?)" in plan
    assert "INDEX ix_callbacks_asked_by (asked_by=?)" in plan
    assert "SCAN" not in plan
