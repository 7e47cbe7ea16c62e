"""Bells: rung once, heard once, and never in the way of who rings."""

import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest
from rq import Queue, SimpleWorker

from ivr.queue import redis_bells
from ivr.queue.answer import job_doing
from ivr.queue.bells import CALLBACKS, NAMES, POLL, NoBells, bells_of
from ivr.queue.connect import worker_client
from ivr.queue.redis_bells import NO_WORK, RedisBells, queue_of
from ivr.queue.valkey import Valkey
from ivr.settings import Settings
from tests.processes import soon


def waiting(url: str) -> dict[str, int]:
    """How many rings wait in each queue that has any."""
    client = worker_client(url)
    counts = {name: queue_of(client, name).count for name in NAMES}
    client.close()
    return {name: count for name, count in counts.items() if count}


def answer_all(url: str, heard: list[str]) -> None:
    """Let a worker answer every callbacks bell that waits."""
    client = worker_client(url)
    job_class = job_doing(partial(heard.append, CALLBACKS))
    worker = SimpleWorker(
        [queue_of(client, CALLBACKS, job_class)],
        connection=client,
        serializer="json",
        job_class=job_class,
    )
    worker.work(burst=True, logging_level="ERROR")
    client.close()


def test_a_ring_is_one_job_in_its_own_queue(redis_url: str) -> None:
    assert RedisBells(redis_url).ring(CALLBACKS)
    assert waiting(redis_url) == {CALLBACKS: 1}


def test_ringing_again_before_anybody_came_changes_nothing(redis_url: str) -> None:
    bells = RedisBells(redis_url)
    assert [bells.ring(CALLBACKS) for _ in range(3)] == [True, True, True]
    assert waiting(redis_url) == {CALLBACKS: 1}


def test_a_ring_while_the_last_one_is_answered_is_heard_too(redis_url: str) -> None:
    bells = RedisBells(redis_url)
    bells.ring(CALLBACKS)

    class Ringing(list[str]):
        def append(self, name: str) -> None:
            if not self:
                bells.ring(CALLBACKS)
            super().append(name)

    heard = Ringing()
    answer_all(redis_url, heard)
    assert heard == [CALLBACKS, CALLBACKS]


def test_what_was_answered_leaves_nothing_behind(redis_url: str) -> None:
    bells, heard = RedisBells(redis_url), list[str]()
    bells.ring(CALLBACKS)
    answer_all(redis_url, heard)
    client = worker_client(redis_url)
    left = [key for key in client.scan_iter() if b":job:" in key]
    client.close()
    assert (heard, left) == ([CALLBACKS], [])


def test_a_ring_carries_nothing(redis_url: str) -> None:
    RedisBells(redis_url).ring(POLL)
    client = worker_client(redis_url)
    job = queue_of(client, POLL).get_jobs()[0]
    told = (job.func_name, list(job.args or ()), job.kwargs)
    client.close()
    assert told == (NO_WORK, [], {})


def test_what_others_put_into_redis_is_not_run(redis_url: str, tmp_path: Path) -> None:
    client, heard = worker_client(redis_url), list[str]()
    theirs = tmp_path / "theirs"
    Queue(CALLBACKS, connection=client, serializer="json").enqueue_call(
        "os.mkdir", args=(str(theirs),)
    )
    client.close()
    answer_all(redis_url, heard)
    assert (heard, theirs.exists()) == ([CALLBACKS], False)


def test_a_redis_that_is_away_is_told_of_and_nothing_is_raised(tmp_path: Path) -> None:
    bells = RedisBells(f"unix://{tmp_path / 'nobody.sock'}")
    assert (bells.ring(CALLBACKS), bells.unanswered(CALLBACKS)) == (False, False)


def test_a_redis_that_is_full_is_told_of(tmp_path: Path) -> None:
    server = Valkey(tmp_path)
    client = worker_client(server.url)
    client.config_set("maxmemory", "1")
    rang = RedisBells(server.url).ring(CALLBACKS)
    client.close()
    server.stop()
    assert not rang


def test_a_redis_that_has_become_a_replica_is_told_of(tmp_path: Path) -> None:
    server = Valkey(tmp_path)
    client, bells = worker_client(server.url), RedisBells(server.url)
    client.replicaof("127.0.0.1", "1")
    rung = [bells.ring(CALLBACKS)]
    client.replicaof("NO", "ONE")
    client.close()
    rung.append(soon(lambda: bells.ring(CALLBACKS)))
    server.stop()
    assert rung == [False, True]


def test_a_frozen_redis_costs_150_ms_and_soon_nothing(tmp_path: Path) -> None:
    server = Valkey(tmp_path)
    bells = RedisBells(server.url)
    os.kill(server.pid, signal.SIGSTOP)
    took = [seconds_of_ring(bells) for _ in range(7)]
    os.kill(server.pid, signal.SIGCONT)
    server.stop()
    assert max(took) < 0.4
    assert took[-1] < 0.05


def seconds_of_ring(bells: RedisBells) -> float:
    began = time.monotonic()
    assert not bells.ring(CALLBACKS)
    return time.monotonic() - began


def test_without_redis_nothing_rings() -> None:
    bells = bells_of(Settings())
    assert bells == NoBells()
    assert (bells.ring(CALLBACKS), bells.unanswered(CALLBACKS)) == (False, False)


def test_a_ring_is_unanswered_when_no_living_worker_could_be_that_busy(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bells = RedisBells(redis_url)
    before = bells.unanswered(CALLBACKS)
    bells.ring(CALLBACKS)
    at_once = bells.unanswered(CALLBACKS)
    monkeypatch.setattr(redis_bells, "UNANSWERED_SECONDS", -1)
    assert (before, at_once, bells.unanswered(CALLBACKS)) == (False, False, True)
