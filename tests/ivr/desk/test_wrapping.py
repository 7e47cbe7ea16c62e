"""What an agent writes after a conversation is kept once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select, text

from ivr.db.tables.accounts import users
from ivr.db.tables.dispatch import agents, offers, waiting, wrap_ups
from ivr.desk.wrapping import keep_wrap_up
from tests.processes import soon

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BLOCKED = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def talked(connection: Connection) -> None:
    """Aino has talked with somebody."""
    connection.execute(insert(users), {"name": "aino", "password": "-", "created_at": NOW})
    since = {"since": NOW, "idle_since": NOW, "seen_at": NOW}
    connection.execute(insert(agents), {"name": "aino", "telephone": "+358931570010", **since})
    row = {"id": "w1", "kind": "call", "ref": "CA1", "line": "+358931570000", "language": "fi"}
    more = {"topic": "any", "urgent": False, "since": NOW, "joined_at": NOW, "card": {}}
    connection.execute(insert(waiting), {**row, **more, "state": "left"})
    offer = {"id": "o1", "waiting_id": "w1", "agent": "aino", "team": "t", "state": "ended"}
    connection.execute(insert(offers), {**offer, "made_at": NOW})


def keep(connection: Connection, note: str) -> None:
    keep_wrap_up(connection, "o1", "aino", None, ("", note, None), NOW)


def test_sent_twice_at_once_the_second_waits_and_changes_nothing(
    postgresql_engine: Engine,
) -> None:
    with postgresql_engine.begin() as connection:
        talked(connection)

    def again() -> None:
        with postgresql_engine.begin() as connection:
            keep(connection, "second")

    with ThreadPoolExecutor(1) as pool, postgresql_engine.connect() as watching:
        with postgresql_engine.begin() as connection:
            keep(connection, "first")
            second = pool.submit(again)
            assert soon(lambda: watching.execute(BLOCKED).scalar() or second.done())
        second.result()
    with postgresql_engine.connect() as connection:
        assert connection.execute(select(wrap_ups.c.note)).scalars().all() == ["first"]
