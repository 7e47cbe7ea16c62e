"""Tokens of sources."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ivr.clock import StoppedClock
from ivr.db.tables.outages import source_tokens
from ivr.feeds.limits import Limits
from ivr.feeds.sources import BadSource, create_source, find_source
from ivr.feeds.tokens import Token, end_token, find_token, new_token, tokens_of
from ivr.services import Services


def test_only_a_digest_is_kept(services: Services, token: str) -> None:
    with services.engine.connect() as connection:
        rows = connection.execute(select(source_tokens)).mappings().all()
    assert len(rows) == 1
    assert token not in str(rows)


def test_a_token_says_whose_it_is(services: Services, token: str) -> None:
    now = services.clock.now()
    assert find_token(services.engine, token, now) == Token("grid", "push")
    assert find_token(services.engine, token[:-1], now) is None


def test_its_use_is_noted_once_an_hour(
    services: Services, token: str, clock: StoppedClock
) -> None:
    def last_used() -> object:
        with services.engine.connect() as connection:
            return connection.execute(select(source_tokens.c.last_used_at)).scalar_one()

    first = clock.at
    find_token(services.engine, token, first)
    find_token(services.engine, token, first + timedelta(minutes=59))
    assert last_used() == first
    find_token(services.engine, token, first + timedelta(hours=1))
    assert last_used() == first + timedelta(hours=1)


@pytest.mark.parametrize("name", ["", "a b", "ä", "x" * 65, "-a", "a/b", "a\n"])
def test_a_name_that_no_address_can_hold_is_refused(services: Services, name: str) -> None:
    with services.engine.begin() as connection, pytest.raises(BadSource):
        create_source(connection, name, services.clock.now())


def test_a_source_is_made_once(services: Services) -> None:
    with services.engine.begin() as connection:
        create_source(connection, "grid", services.clock.now())
        create_source(connection, "grid", services.clock.now())
        assert find_source(connection, "grid") is not None


def test_tokens_are_listed_by_a_name_that_is_no_secret(
    services: Services, token: str, clock: StoppedClock
) -> None:
    limits = Limits(("29900", {"municipality": "Pori"}), ("water",), "this token")
    find_token(services.engine, token, clock.at)
    with services.engine.begin() as connection:
        new_token(connection, "grid", "read", clock.at + timedelta(minutes=1), limits)
        first, second = tokens_of(connection, "grid")
    assert (first.token, first.last_used_at) == (Token("grid", "push"), clock.at)
    assert (second.token, second.last_used_at) == (Token("grid", "read", limits), None)
    assert first.id != second.id
    assert first.id not in token


def test_a_token_that_is_ended_is_good_no_more_and_the_other_stays(
    services: Services, token: str
) -> None:
    now = services.clock.now()
    with services.engine.begin() as connection:
        create_source(connection, "water", now)
        second = new_token(connection, "grid", "push", now + timedelta(minutes=1))
        first = tokens_of(connection, "grid")[0]
        assert not end_token(connection, "water", first.id)
        assert not end_token(connection, "grid", "%")
        assert not end_token(connection, "grid", "_" * 10)
        assert end_token(connection, "grid", first.id)
        assert not end_token(connection, "grid", first.id)
    assert find_token(services.engine, token, now) is None
    assert find_token(services.engine, second, now) == Token("grid", "push")


def test_a_token_may_come_as_a_password_where_no_header_can_be_set(
    client: FlaskClient, token: str
) -> None:
    body = b'{"outages": []}'

    def status(password: str) -> int:
        given = client.post(
            "/feeds/grid", data=body, content_type="application/json", auth=("any", password)
        )
        return given.status_code

    assert [status(token), status("another"), status("")] == [200, 401, 401]
