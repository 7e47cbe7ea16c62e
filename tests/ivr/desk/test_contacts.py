"""What else there is between us and a number, which a desk asks for every second."""

from typing import Any

from sqlalchemy import Engine, event

from ivr.clock import StoppedClock
from ivr.desk.contacts import contacts_of


def test_open_callbacks_are_found_by_their_number_however_many_there_are(
    sqlite_engine: Engine, clock: StoppedClock
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(sqlite_engine, "before_cursor_execute", note)
    with sqlite_engine.connect() as connection:
        contacts_of(connection, "+358401110001", "CA1", clock.now())
    event.remove(sqlite_engine, "before_cursor_execute", note)

    ((statement, values),) = [one for one in asked if "FROM callbacks" in one[0]]
    with sqlite_engine.connect() as connection:
        explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values))
        plan = " ".join(row.detail for row in explained)
    assert "(number=?)" in plan
