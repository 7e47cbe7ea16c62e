"""Bearer tokens."""

from sqlalchemy import Engine, select

from ivr.clock import StoppedClock
from ivr.db.tables.customers import api_tokens
from ivr.directory.tokens import new_token, scope_of


def test_a_new_token_ends_the_former_one_of_its_name(engine: Engine, clock: StoppedClock) -> None:
    with engine.begin() as connection:
        first = new_token(connection, "crm", "read", clock.now())
        other = new_token(connection, "shop", "read", clock.now())
        second = new_token(connection, "crm", "write", clock.now())
        assert [scope_of(connection, one) for one in (first, other, second)] == [
            None,
            "read",
            "write",
        ]


def test_the_token_itself_is_not_kept(engine: Engine, clock: StoppedClock) -> None:
    with engine.begin() as connection:
        token = new_token(connection, "crm", "read", clock.now())
        kept = connection.execute(select(api_tokens)).one()
    assert token not in map(str, kept)
