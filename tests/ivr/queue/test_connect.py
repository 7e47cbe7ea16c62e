"""Clients that never hang."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis, RedisError

from ivr.queue.connect import WEB_SECONDS, web_client, worker_client
from ivr.queue.valkey import Valkey
from tests.processes import soon


@pytest.fixture(name="frozen")
def stopped_in_time(tmp_path: Path) -> Iterator[str]:
    server = Valkey(tmp_path)
    os.kill(server.pid, signal.SIGSTOP)
    yield server.url
    os.kill(server.pid, signal.SIGCONT)
    server.stop()


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes to fail."""
    began = time.monotonic()
    with pytest.raises(RedisError):
        work()
    return time.monotonic() - began


def ping(client: "Redis") -> None:
    try:
        client.ping()
    finally:
        client.close()


def test_a_frozen_server_costs_the_web_150_ms(frozen: str) -> None:
    assert WEB_SECONDS <= seconds_of(lambda: ping(web_client(frozen))) < 3 * WEB_SECONDS


def test_a_server_that_is_down_costs_the_web_nothing(tmp_path: Path) -> None:
    url = f"unix://{tmp_path / 'nobody.sock'}"
    assert seconds_of(lambda: ping(web_client(url))) < WEB_SECONDS


def test_a_worker_outlives_a_restart(tmp_path: Path) -> None:
    server = Valkey(tmp_path)
    client = worker_client(server.url)
    client.set("kept", "1")
    os.kill(server.pid, signal.SIGKILL)
    assert soon(server.revive)
    kept = client.get("kept")
    client.close()
    server.stop()
    assert kept == b"1"
