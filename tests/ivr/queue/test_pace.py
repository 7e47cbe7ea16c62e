"""One call a second, over all machines: agents are booked ahead, customers take what is left."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from ivr.queue.pace import book_moment, take_moment

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def booked(engine: Engine, now: datetime = NOW) -> float:
    with engine.begin() as connection:
        return book_moment(connection, now, 1.2)


def taken(engine: Engine, now: datetime = NOW) -> float:
    with engine.begin() as connection:
        return take_moment(connection, now, 1.2)


def test_a_moment_is_taken_once(engine: Engine) -> None:
    assert taken(engine) == 0
    assert taken(engine) == 1.2
    assert taken(engine, NOW + timedelta(seconds=1.2)) == 0


def test_agents_calls_are_booked_one_after_another_and_customers_wait_for_them(
    engine: Engine,
) -> None:
    assert [round(booked(engine), 3) for _ in range(3)] == [0, 1.2, 2.4]
    assert round(taken(engine), 3) == 3.6
    assert taken(engine, NOW + timedelta(seconds=3.6)) == 0
