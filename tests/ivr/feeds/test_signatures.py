"""Pushes signed as Standard Webhooks have it."""

import json
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from ivr.clock import StoppedClock
from ivr.db.tables.feeds import source_messages, source_secrets
from ivr.feeds.repeats import Repeated, answered_before, message_of, remember
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.signatures import (
    Secret,
    Signed,
    end_secret,
    new_secret,
    renew_secrets,
    secrets_of,
    sign,
)
from ivr.feeds.sources import create_source
from ivr.sealed import Sealed
from ivr.services import Services
from tests.ivr.feeds.conftest import item, with_key

OLD, NEW = "an old secret of ours", "a new secret of ours"
UNDATED = {
    "format": "mapped-json",
    "options": {
        "fields": {
            "id": "id",
            "status": {"field": "state", "words": {"on": "active", "off": "restored"}},
            "service": {"always": "electricity"},
            "areas": {"always": "29900"},
        },
    },
}


@pytest.fixture(name="services")
def with_secret(services: Services) -> Services:
    return with_key(services, OLD)


@pytest.fixture(name="secret")
def signing_secret(services: Services) -> str:
    """A signing secret of the source `grid`, which has no token."""
    now = services.clock.now()
    with services.engine.begin() as connection:
        create_source(connection, "grid", now)
        return new_secret(connection, Sealed((OLD,)), "grid", now)


def of(text: str, services: Services) -> Secret:
    return Secret("1", text, services.clock.now(), None)


def headers(secret: str, body: bytes, id_: str = "msg_1") -> dict[str, str]:
    """Sign a body now."""
    timestamp = int(time.time())
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secret, id_, timestamp, body),
    }


def send(
    client: FlaskClient, given: Mapping[str, str], body: bytes, to: str = "grid"
) -> TestResponse:
    return client.post(f"/feeds/{to}", data=body, content_type="application/json", headers=given)


def body_of(*items: Any) -> bytes:
    return json.dumps({"outages": items}).encode()


def statuses_held(client: FlaskClient, secret: str) -> list[str]:
    """What the source is told that is open."""
    held = client.get("/feeds/grid", headers=headers(secret, b"")).json
    assert held is not None
    return [one["status"] for one in held["open"]]


def test_a_signed_push_needs_no_token(client: FlaskClient, secret: str) -> None:
    body = body_of(item())
    answer = send(client, headers(secret, body), body)
    assert (answer.status_code, answer.json and answer.json["accepted"]) == (200, ["F-1"])


def test_a_signed_question_needs_no_token_either(client: FlaskClient, secret: str) -> None:
    answer = client.get("/feeds/grid", headers=headers(secret, b""))
    assert (answer.status_code, answer.json and answer.json["source"]) == (200, "grid")
    assert client.get("/feeds/grid", headers=headers(secret, b"x")).status_code == 401


def test_a_message_that_comes_again_is_answered_as_the_first_time(
    client: FlaskClient, secret: str
) -> None:
    first = body_of(item(revision=1), item(id="", revision=1))
    signed = headers(secret, first)
    answered = send(client, signed, first)
    second = body_of(item(revision=2, status="restored"))
    send(client, headers(secret, second, id_="msg_2"), second)
    replayed = send(client, signed, first)
    assert (replayed.status_code, replayed.json) == (200, answered.json)
    assert statuses_held(client, secret) == []


def test_a_replayed_list_without_times_overwrites_nothing(
    client: FlaskClient, services: Services, secret: str, clock: StoppedClock
) -> None:
    apply_settings(services, {"sources": {"grid": UNDATED}})
    broken, mended = (f'[{{"id": "F-1", "state": "{one}"}}]'.encode() for one in ("on", "off"))
    signed = headers(secret, broken)
    send(client, signed, broken)
    clock.at += timedelta(minutes=1)
    send(client, headers(secret, mended, id_="msg_2"), mended)
    clock.at += timedelta(minutes=1)
    send(client, signed, broken)
    assert statuses_held(client, secret) == []


def test_an_id_that_comes_with_another_body_is_another_message(
    client: FlaskClient, secret: str
) -> None:
    for body in (body_of(item(revision=1)), body_of(item(id="F-2"))):
        send(client, headers(secret, body), body)
    assert statuses_held(client, secret) == ["active", "active"]


def test_what_was_refused_may_be_sent_again(
    client: FlaskClient, services: Services, secret: str
) -> None:
    body = b'[{"id": "F-1", "state": "on"}]'
    signed = headers(secret, body)
    refused = send(client, signed, body).status_code
    apply_settings(services, {"sources": {"grid": UNDATED}})
    assert (refused, send(client, signed, body).status_code) == (400, 200)


def test_a_message_is_remembered_as_long_as_its_newest_timestamp_is_good(
    services: Services, secret: str
) -> None:
    def taken(sent_at: float) -> bool:
        message = message_of("grid", Signed("msg_1", str(int(sent_at)), ""), b"[]")
        if answered_before(services.engine, message) is not None:
            return False
        with services.engine.begin() as connection:
            remember(connection, message, {})
        return True

    now = time.time()
    assert [taken(now - 800), taken(now - 700)] == [True, False]
    with services.engine.begin() as connection:
        remember(connection, message_of("grid", Signed("other", str(int(now)), ""), b""), {})
    assert [taken(now), taken(now), taken(now + 200)] == [True, False, False]
    with services.engine.connect() as connection:
        kept = connection.execute(select(source_messages.c.good_until)).scalars().all()
    assert max(kept).timestamp() == int(now + 200) + 300
    assert secret


def test_of_two_machines_that_take_a_message_at_once_one_applies_it(
    services: Services, secret: str
) -> None:
    message = message_of("grid", Signed("msg_1", str(int(time.time())), ""), b"[]")
    with services.engine.begin() as connection:
        remember(connection, message, {"accepted": ["F-1"]})
    with pytest.raises(Repeated) as repeated, services.engine.begin() as connection:
        remember(connection, message, {"unchanged": ["F-1"]})
    assert repeated.value.answer == {"accepted": ["F-1"]}
    assert secret


def test_a_bad_signature_is_never_passed_over(
    client: FlaskClient, services: Services, token: str, secret: str
) -> None:
    body = body_of(item())
    bearer = {"Authorization": f"Bearer {token}"}
    bad = headers(secret, b"another body")
    both = [send(client, {**bearer, **given}, body).status_code for given in (bad, {})]
    assert both == [401, 200]
    assert services


def test_a_good_signature_does_not_mend_a_bad_token(client: FlaskClient, secret: str) -> None:
    body = body_of(item())
    given = {**headers(secret, body), "Authorization": "Bearer another"}
    assert send(client, given, body).status_code == 401


def test_a_secret_of_one_source_is_good_for_no_other(
    client: FlaskClient, services: Services, secret: str
) -> None:
    with services.engine.begin() as connection:
        create_source(connection, "water", services.clock.now())
    body = body_of(item())
    statuses = [
        send(client, headers(secret, body), body, to=name).status_code
        for name in ("water", "nobody", "grid")
    ]
    assert statuses == [401, 401, 200]


def test_where_signatures_are_required_a_token_alone_is_not_enough(
    client: FlaskClient, services: Services, token: str, secret: str
) -> None:
    apply_settings(services, {"sources": {"grid": {"signature": "required"}}})
    body, bearer = body_of(item()), {"Authorization": f"Bearer {token}"}
    alone = send(client, bearer, body)
    both = send(client, {**bearer, **headers(secret, body)}, body)
    assert (alone.status_code, both.status_code) == (401, 200)
    assert alone.json is not None
    assert "signs what it pushes" in alone.json["errors"][0]["problem"]
    assert client.get("/feeds/grid", headers=bearer).status_code == 200


def test_two_secrets_are_good_while_one_is_being_replaced(
    client: FlaskClient, services: Services, secret: str
) -> None:
    body = body_of(item())
    with services.engine.begin() as connection:
        second = new_secret(connection, Sealed((OLD,)), "grid", services.clock.now())
    assert [send(client, headers(s, body), body).status_code for s in (secret, second)] == [
        200
    ] * 2
    with services.engine.begin() as connection:
        first = next(s for s in secrets_of(connection, "grid", (OLD,)) if s.text == secret)
        assert not end_secret(connection, "water", first.id)
        assert end_secret(connection, "grid", first.id)
    assert [send(client, headers(s, body), body).status_code for s in (secret, second)] == [
        401,
        200,
    ]


def test_its_use_is_noted_once_an_hour(
    client: FlaskClient, services: Services, secret: str, clock: StoppedClock
) -> None:
    def used_at() -> object:
        with services.engine.connect() as connection:
            return connection.execute(select(source_secrets.c.last_used_at)).scalar_one()

    body, first = body_of(), clock.at
    for minute in (0, 59):
        clock.at = first.replace(minute=minute)
        send(client, headers(secret, body), body)
    assert used_at() == first


def test_secrets_are_sealed_and_sealed_again_when_the_key_changes(
    services: Services, secret: str
) -> None:
    with services.engine.begin() as connection:
        (sealed,) = connection.execute(select(source_secrets.c.sealed)).scalars()
        assert secret not in sealed
        assert secrets_of(connection, "grid", (NEW,)) == []
        assert [renew_secrets(connection, (NEW, OLD)) for _ in range(2)] == [1, 0]
        assert [s.text for s in secrets_of(connection, "grid", (NEW,))] == [secret]


def test_a_body_that_is_too_large_is_not_read_to_be_checked(
    client: FlaskClient, services: Services, secret: str
) -> None:
    body = b" " * (5 * 1024 * 1024 + 1)
    assert send(client, headers(secret, body), body).status_code == 413
    assert services
