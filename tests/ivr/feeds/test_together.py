"""Pushes that come at the same time, and others who write meanwhile."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from ivr.db.engine import hasty, open_engine
from ivr.db.tables.outages import summaries
from ivr.feeds import apply
from ivr.feeds.limits_turn import Busy
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.feeds.store import source_records
from ivr.legs.store import accept, was_accepted
from ivr.services import Services
from tests.ivr.feeds.conftest import item

TOGETHER = 4
EACH = 6


def send(services: Services, source: str, *items: dict[str, Any]) -> None:
    body = json.dumps({"outages": items}).encode()
    status, answer = receive(services, source, "application/json", body)
    assert status == 200, answer


@pytest.fixture(autouse=True)
def of_sources(services: Services) -> None:
    with services.engine.begin() as connection:
        for name in ("grid", "water"):
            create_source(connection, name, services.clock.now())


@contextmanager
def at_the_first_read(engine: Engine, do: Any) -> Iterator[None]:
    """Do something when a push has begun to read what we hold."""
    done = list[int]()

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FROM outages" in statement and not done:
            done.append(1)
            do()

    event.listen(engine, "before_cursor_execute", listen)
    yield
    event.remove(engine, "before_cursor_execute", listen)
    assert done


def test_no_version_is_lost_when_machines_push_at_once(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "ONE_AT_A_TIME", nullcontext())

    def push(first: int) -> None:
        for revision in range(first, TOGETHER * EACH, TOGETHER):
            send(services, "grid", item(revision=revision), item(id=f"F-{revision}-only"))

    threads = [Thread(target=push, args=(first,)) for first in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with services.engine.connect() as connection:
        held = {record.outage.id: record.outage for record in source_records(connection)}
        facts = connection.execute(select(summaries.c.facts)).scalar_one()
    assert len(held) == 1 + TOGETHER * EACH
    assert [entry.revision for entry in held["F-1"].history] == list(range(TOGETHER * EACH))
    assert facts[0]["count"] == len(held)


def test_a_call_commits_while_a_push_is_made_ready(
    services: Services, request: pytest.FixtureRequest
) -> None:
    url = services.engine.url.render_as_string(hide_password=False)
    other = open_engine(url)
    request.addfinalizer(other.dispose)
    now = services.clock.now()
    with at_the_first_read(
        services.engine, lambda: accept(hasty(other), "CA1", "CA2", "service-fi", now)
    ):
        send(services, "grid", item())
    assert was_accepted(other, "CA1", "CA2")


def test_what_another_source_says_meanwhile_is_in_the_summary(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "ONE_AT_A_TIME", nullcontext())
    with at_the_first_read(
        services.engine, lambda: send(services, "water", item(service="water"))
    ):
        send(services, "grid", item())
    with services.engine.connect() as connection:
        facts = connection.execute(select(summaries.c.facts)).scalar_one()
    assert [fact["service"] for fact in facts] == ["electricity", "water"]


def test_a_large_push_that_others_overtake_again_and_again_lets_callers_go_first(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "ONE_AT_A_TIME", nullcontext())
    monkeypatch.setattr(apply, "TRIES", 1)
    monkeypatch.setattr(apply, "SMALL", 1)

    def overtake() -> None:
        send(services, "water", item(service="water"))

    with at_the_first_read(services.engine, overtake), pytest.raises(Busy):
        send(services, "grid", item(), item(id="F-2"))
    with services.engine.connect() as connection:
        held = [record.outage.source for record in source_records(connection)]
    assert held == ["water"]


def test_a_small_one_is_made_ready_while_others_wait(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "ONE_AT_A_TIME", nullcontext())
    monkeypatch.setattr(apply, "TRIES", 1)
    with at_the_first_read(services.engine, lambda: send(services, "water", item(id="W-1"))):
        send(services, "grid", item())
    with services.engine.connect() as connection:
        held = [record.outage.source for record in source_records(connection)]
    assert held == ["grid", "water"]
