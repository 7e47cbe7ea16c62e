"""Redis behind Sentinel: its machine is lost, and bells are rung and answered as before."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ivr.queue.bells import CALLBACKS, bells_of
from ivr.queue.connect import worker_client
from ivr.queue.sentinel import is_watched, master_at
from ivr.queue.workers import FORK, supervise_workers
from ivr.services import Services
from ivr.settings import BadSettings, Settings
from tests.ivr.queue.horses import done_by_horses, note_pid
from tests.ivr.queue.sentinels import Watched
from tests.patience import rest_shortly
from tests.processes import soon


@pytest.fixture(name="watched")
def started(tmp_path: Path) -> Iterator[Watched]:
    folder = tmp_path / "watched"
    folder.mkdir()
    servers = Watched(folder)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()


def test_when_the_master_is_lost_bells_reach_the_next_one_and_are_answered(
    services: Services, watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest_shortly(monkeypatch, 0.2)
    folder = tmp_path / "done by"
    folder.mkdir()
    settings = replace(services.settings, redis_url=watched.url)
    bells = bells_of(settings)
    services = replace(services, settings=settings, bells=bells)
    services.engine.dispose()
    worker = FORK.Process(target=supervise_workers, args=(services, [note_pid(folder)], 2.0))
    worker.start()
    answered = soon(lambda: done_by_horses(folder, worker))
    watched.kill(watched.master)
    began = time.monotonic()
    bells.ring(CALLBACKS)
    assert time.monotonic() - began < 1
    led = watched.led_by(watched.replica)
    for path in folder.iterdir():
        path.unlink()
    rung = soon(lambda: bells.ring(CALLBACKS))
    again = soon(lambda: done_by_horses(folder, worker))
    worker.terminate()
    worker.join(30)
    assert (answered, led, rung, again) == (True, True, True, True)


def test_one_sentinel_that_lives_is_enough(watched: Watched) -> None:
    for port in watched.sentinels[:2]:
        watched.kill(port)
    client = worker_client(watched.url)
    answered = client.ping()
    client.close()
    assert answered


def test_user_and_password_are_for_all_of_them() -> None:
    client = master_at("rediss+sentinel://us%40er:pass%2Fword@a,b:7000/linja/3")
    pool: Any = client.connection_pool
    told = pool.connection_kwargs
    asked = [each.connection_pool.connection_kwargs for each in pool.sentinel_manager.sentinels]
    assert (told["username"], told["password"], told["db"]) == ("us@er", "pass/word", 3)
    assert [(each["host"], each["port"], each["password"]) for each in asked] == [
        ("a", 26379, "pass/word"),
        ("b", 7000, "pass/word"),
    ]


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://a:26379",
        "sentinel://a/b",
        "a:6379",
        "redis://a:port",
        "redis+sentinel://a:26379,b:port/linja",
        "redis+sentinel://:secret@/linja",
        "redis+sentinel://us#er:pass@a/linja",
        "rediss+sentinel://a/linja?ssl_cert_reqs=none",
    ],
)
def test_an_address_of_another_form_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(BadSettings, match="REDIS_URL") as refused:
        Settings.read({"REDIS_URL": url})
    assert url not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["redis+sentinel://us%40er:p%2Fw@[::1]:7000,b/linja/3", "unix:///run/redis.sock"]
)
def test_an_address_that_can_be_read_is_taken(url: str) -> None:
    assert Settings.read({"REDIS_URL": url}).redis_url == url


def test_an_address_of_a_server_is_not_sentinels() -> None:
    assert [is_watched(url) for url in ("redis://a/0", "redis+sentinel://a/b")] == [False, True]
