"""What was refused is kept as it came, and takes no more room than it may."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.feeds import quarantine
from ivr.feeds.quarantine import Kept, Refusal, counts, drop_before, find, listed, put_away
from ivr.feeds.receive import LARGEST_BODY, receive
from ivr.feeds.sources import create_source
from ivr.services import Services
from tests.ivr.feeds.conftest import Push, item


def kept(services: Services, source: str = "grid") -> list[Kept]:
    """What is kept, with the bodies."""
    with services.engine.connect() as connection:
        found = [find(connection, source, one.id) for one in listed(connection, source)]
    return [one for one in found if one]


def test_a_push_that_is_taken_leaves_nothing(push: Push, services: Services) -> None:
    push(item())
    push(item())
    assert kept(services) == []


def test_a_refused_item_is_kept_with_the_whole_push(push: Push, services: Services) -> None:
    answer = push(item(), item(id="F-2", status="broken")).json
    (one,) = kept(services)
    assert answer is not None
    assert (one.refusal.status, one.refusal.came_by) == (200, "push")
    assert one.refusal.reasons == answer["rejected"]
    assert json.loads(one.refusal.body)["outages"][1]["status"] == "broken"


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\x00", "application/json; charset=utf-8", 400),
        (b"<xml/>", "text/unheard-of", 415),
        (b'{"outages": [7]}', "application/json", 422),
    ],
)
def test_what_is_refused_whole_is_kept_byte_by_byte(
    client: FlaskClient, services: Services, token: str, body: bytes, type_: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post("/feeds/grid", data=body, content_type=type_, headers=headers)
    (one,) = kept(services)
    assert (answer.status_code, one.refusal.status) == (status, status)
    assert (one.refusal.body, one.refusal.size_bytes) == (body, len(body))
    assert (one.refusal.content_type, one.first_at) == (type_, services.clock.now())


def test_what_is_too_large_is_told_without_its_body(
    client: FlaskClient, services: Services, token: str
) -> None:
    size = LARGEST_BODY + 1
    headers = {"Authorization": f"Bearer {token}"}
    client.post("/feeds/grid", data=b" " * size, content_type="text/plain", headers=headers)
    (one,) = kept(services)
    assert (one.refusal.status, one.refusal.body, one.refusal.size_bytes) == (413, b"", size)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer another"}])
def test_nobody_fills_it_without_a_token(
    client: FlaskClient, services: Services, token: str, headers: dict[str, str]
) -> None:
    assert token
    client.post("/feeds/grid", data=b"{", content_type="application/json", headers=headers)
    assert kept(services) == []


def test_the_same_bad_item_is_kept_once_with_its_newest_push(
    push: Push, services: Services, clock: StoppedClock
) -> None:
    began = clock.at
    for minutes, good in ((0, []), (10, [item()]), (20, [item(), item(id="F-3")])):
        clock.at = began + timedelta(minutes=minutes)
        push(*good, item(id="F-2", status="broken"))
    (rejected_whole,) = (one for one in kept(services) if one.refusal.status == 422)
    (one,) = (one for one in kept(services) if one.refusal.status == 200)
    assert rejected_whole.first_at == began
    assert (one.first_at, one.last_at) == (began + timedelta(minutes=10), clock.at)
    assert len(json.loads(one.refusal.body)["outages"]) == 3


def test_two_broken_bodies_are_two_though_they_are_broken_alike(services: Services) -> None:
    with services.engine.begin() as connection:
        create_source(connection, "grid", services.clock.now())
    for body in (b"{1", b"{2", b"{1"):
        receive(services, "grid", "application/json", body)
    assert sorted(one.refusal.body for one in kept(services)) == [b"{1", b"{2"]


def refusal(body: bytes, source: str = "grid") -> Refusal:
    reasons = [{"at": "", "problem": "no"}]
    return Refusal(source, "push", 400, "text/plain", reasons, body, len(body))


@pytest.fixture(name="filled")
def with_two_sources(services: Services) -> Services:
    with services.engine.begin() as connection:
        for name in ("grid", "water"):
            create_source(connection, name, services.clock.now())
    return services


def put(engine: Engine, clock: StoppedClock, body: bytes, source: str = "grid") -> None:
    clock.at += timedelta(minutes=2)
    put_away(engine, refusal(body, source), clock.at)


def test_the_oldest_make_room_within_a_source(
    filled: Services, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "MOST_ROWS", 3)
    put(filled.engine, clock, b"of another", "water")
    for number in range(5):
        put(filled.engine, clock, b"%d" % number)
    assert [one.refusal.body for one in kept(filled)] == [b"4", b"3", b"2"]
    assert len(kept(filled, "water")) == 1


def test_the_oldest_make_room_in_bytes_and_the_newest_stays(
    filled: Services, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "MOST_BYTES", 20)
    for body in (b"a", b"b", b"c"):
        put(filled.engine, clock, body)
    assert [one.refusal.body for one in kept(filled)] == [b"c", b"b"]
    put(filled.engine, clock, bytes(range(256)))
    assert [len(one.refusal.body) for one in kept(filled)] == [256]


def test_a_very_bad_push_keeps_the_first_hundred_reasons(push: Push, services: Services) -> None:
    push(*({"id": f"F-{number}"} for number in range(150)))
    (one,) = kept(services)
    assert len(one.refusal.reasons) == 100


def test_what_is_old_is_dropped(filled: Services, clock: StoppedClock) -> None:
    put(filled.engine, clock, b"old")
    put(filled.engine, clock, b"new", "water")
    assert counts_of(filled) == {"grid": 1, "water": 1}
    assert drop_before(filled.engine, clock.at) == 1
    assert counts_of(filled) == {"water": 1}


def counts_of(services: Services) -> dict[str, Any]:
    with services.engine.connect() as connection:
        return counts(connection)


def test_of_another_source_nothing_is_shown(filled: Services, clock: StoppedClock) -> None:
    put(filled.engine, clock, b"x")
    (one,) = kept(filled)
    with filled.engine.connect() as connection:
        assert find(connection, "water", one.id) is None
        assert listed(connection, "water") == []


def test_what_comes_many_times_at_once_is_kept_once(services: Services, token: str) -> None:
    refusal = Refusal("grid", "push", 400, "text/plain", [{"at": "", "problem": "x"}], b"x", 1)
    now = services.clock.now()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: put_away(services.engine, refusal, now), range(8)))
    assert len(kept(services)) == 1
    assert token
