"""Past calls are listed page by page, and no page looks through all of them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.dialects import sqlite

from ivr.admin import call_list
from ivr.admin.call_list import Sieve, looked_through, page, within
from ivr.clock import StoppedClock
from tests.ivr.admin.planted import call, numbered

MINUTE = timedelta(minutes=1)


def test_the_newest_come_first_and_pages_follow_each_other(
    engine: Engine, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_list, "A_PAGE", 3)
    with engine.begin() as connection:
        for at in range(10):
            call(connection, clock.now() + (at // 2) * MINUTE, sid=numbered(at))
    seen, after = list[str](), ""
    with engine.connect() as connection:
        while True:
            found = page(connection, Sieve(), after)
            seen += [one.call_sid for one in found.calls]
            after = found.after
            if not after:
                break
    assert seen == [numbered(at) for at in range(9, -1, -1)]


def test_what_is_rare_is_looked_for_in_parts_and_nothing_is_passed_over(
    either_engine: Engine, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_list, "LOOKED_THROUGH", 4)
    engine = either_engine
    with engine.begin() as connection:
        for at in range(11):
            swedish = [{"language": "sv"}] if at in {0, 5} else [{}]
            call(connection, clock.now() + at * MINUTE, sid=numbered(at), turns=swedish)
    pages, after = list[list[str]](), ""
    with engine.connect() as connection:
        while True:
            found = page(connection, Sieve(language="sv"), after)
            pages.append([one.call_sid for one in found.calls])
            after = found.after
            assert bool(after) == (found.back_to is not None)
            if not after:
                break
    assert pages == [[], [numbered(5)], [numbered(0)]]


@pytest.mark.parametrize(
    ("sieve", "index"),
    [
        (Sieve(), "ix_calls_started_at"),
        (Sieve(line="customer-service"), "ix_calls_line_started_at"),
        (Sieve(language="sv", heard=True, unreached=True), "ix_calls_started_at"),
    ],
)
def test_no_page_looks_through_all_calls(
    engine: Engine, clock: StoppedClock, sieve: Sieve, index: str
) -> None:
    after = f"{clock.now().isoformat()}~CA1"
    query = looked_through(sieve, after) if sieve.hears else within(sieve, after).limit(51)
    sql = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        rows = connection.execute(text(f"EXPLAIN QUERY PLAN {sql}")).all()
    plan = [row.detail for row in rows]
    assert any(f"calls USING INDEX {index} (" in one for one in plan), plan
    assert not any(one.startswith(("SCAN calls", "SCAN call_turns")) for one in plan), plan


def test_what_is_told_of_listed_calls_is_found_by_their_key(
    engine: Engine, clock: StoppedClock
) -> None:
    asked: list[tuple[str, Any]] = []
    with engine.begin() as connection:
        call(connection, clock.now())

    def listen(*given: Any) -> None:
        asked.append((given[2], given[3]))

    event.listen(engine, "before_cursor_execute", listen)
    with engine.connect() as connection:
        page(connection, Sieve())
        event.remove(engine, "before_cursor_execute", listen)
        plans = [
            row[3]
            for sql, values in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    assert plans
    assert not [plan for plan in plans if plan.startswith("SCAN call_turns")]
