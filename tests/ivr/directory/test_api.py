"""Customers over HTTP."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

import ivr.db.engine
from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.schema import create_schema
from ivr.directory.api import customers_api
from ivr.directory.tokens import Scope, new_token

ANNA = {
    "customer_id": "1002",
    "name": "Anna Berg",
    "phones": ["+358401110002"],
    "emails": ["anna@example.com"],
    "language": "sv",
    "postcodes": ["65100"],
    "services": ["electricity"],
    "purchase_languages": ["sv"],
}
ADDRESS = "/api/v1/customers/1002"

Send = Callable[..., TestResponse]


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    app = Flask("test")
    app.register_blueprint(customers_api(engine))
    return app.test_client()


@pytest.fixture
def send(client: FlaskClient, engine: Engine, clock: StoppedClock) -> Send:
    def with_token(method: str, scope: Scope = "write", **more: Any) -> TestResponse:
        with engine.begin() as connection:
            token = new_token(connection, "test", scope, clock.now())
        headers = {"Authorization": f"Bearer {token}"}
        return client.open(ADDRESS, method=method, headers=headers, **more)

    return with_token


def test_what_is_put_can_be_read_and_removed(send: Send) -> None:
    put = send("PUT", json=ANNA)
    assert (put.status_code, put.json) == (201, ANNA)
    read = send("GET", scope="read")
    assert (read.status_code, read.json) == (200, ANNA)
    assert send("DELETE").status_code == 204
    assert send("GET").status_code == 404


def test_putting_replaces_the_whole_in_our_form(send: Send) -> None:
    send("PUT", json=ANNA)
    again = send("PUT", json={"phones": ["040 111 0009"]})
    assert (again.status_code, again.json) == (
        200,
        {name: [] if isinstance(value, list) else "" for name, value in ANNA.items()}
        | {"customer_id": "1002", "phones": ["+358401110009"]},
    )


def test_everything_wrong_is_said_and_nothing_is_kept(send: Send) -> None:
    answer = send("PUT", json={"phones": ["12"], "postcodes": ["100"], "age": 5})
    assert (answer.status_code, answer.json) == (
        400,
        {
            "errors": [
                {"at": "phones[0]", "problem": "is not a valid telephone number"},
                {"at": "postcodes[0]", "problem": "is not a postcode of five digits"},
                {"at": "age", "problem": "is not known here"},
            ]
        },
    )
    assert send("GET").status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
def test_what_is_not_a_json_object_is_refused(send: Send, body: bytes) -> None:
    answer = send("PUT", data=body)
    errors = {"errors": [{"at": "", "problem": "must be a JSON object"}]}
    assert (answer.status_code, answer.json) == (400, errors)


def test_the_identifier_is_that_of_the_address(send: Send) -> None:
    answer = send("PUT", json=ANNA | {"customer_id": "1003"})
    errors = {"errors": [{"at": "customer_id", "problem": "is another one than in the address"}]}
    assert (answer.status_code, answer.json) == (400, errors)


def test_a_body_that_is_too_large_is_refused(send: Send) -> None:
    answer = send("PUT", json={"name": "x" * 70_000})
    errors = {"errors": [{"at": "", "problem": "is larger than 65536 bytes"}]}
    assert (answer.status_code, answer.json) == (413, errors)


@pytest.mark.parametrize("authorization", [None, "Bearer linja_wrong", "Basic dTpw", "Bearer"])
def test_without_a_valid_token_nothing_is_told(
    client: FlaskClient, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = client.get(ADDRESS, headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json == {"errors": [{"at": "", "problem": "needs a valid bearer token"}]}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_reading_token_changes_nothing(send: Send, method: str) -> None:
    send("PUT", json=ANNA)
    answer = send(method, scope="read", json={})
    errors = {"errors": [{"at": "", "problem": "this token may only read"}]}
    assert (answer.status_code, answer.json) == (403, errors)
    assert send("GET").json == ANNA


def test_removing_nobody_says_so(send: Send) -> None:
    assert send("DELETE").status_code == 404


def test_json_that_is_nested_without_end_is_refused(send: Send) -> None:
    refused = send("PUT", data="[" * 60_000)
    expected = {"errors": [{"at": "", "problem": "must be a JSON object"}]}
    assert (refused.status_code, refused.json) == (400, expected)


def test_while_the_database_is_busy_nothing_changes_and_it_is_to_be_sent_again(
    tmp_path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ivr.db.engine, "BUSY_SECONDS", 0.1)
    engine = open_engine(f"sqlite:///{tmp_path / 'linja.db'}")
    create_schema(engine)
    with engine.begin() as connection:
        token = new_token(connection, "test", "write", clock.now())
    app = Flask("test")
    app.register_blueprint(customers_api(engine))
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    with engine.begin():  # a long push, say
        refused = client.put(ADDRESS, json=ANNA, headers=headers)
    expected = {"errors": [{"at": "", "problem": "try again later"}]}
    assert (refused.status_code, refused.json) == (503, expected)
    assert refused.headers["Retry-After"] == "5"
    assert client.get(ADDRESS, headers=headers).status_code == 404
    engine.dispose()
