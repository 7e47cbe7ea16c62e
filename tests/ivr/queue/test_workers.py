"""`linja worker`: processes that answer bells, are watched over, and stop together."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from ivr.queue import workers
from ivr.queue.bells import CALLBACKS, bells_of
from ivr.queue.duties import Duty
from ivr.queue.valkey import Valkey
from ivr.queue.workers import FORK, Role, Workers, roles, supervise_workers
from ivr.services import Services
from tests.ivr.queue.horses import children_of, done_by_horses, note_pid
from tests.processes import gone, soon, state_of


@pytest.fixture(name="folder")
def where_they_write(tmp_path: Path) -> Path:
    folder = tmp_path / "done by"
    folder.mkdir()
    return folder


@pytest.fixture(name="supervisor")
def started(with_redis: Services, folder: Path) -> Iterator[BaseProcess]:
    with_redis.engine.dispose()
    process = FORK.Process(target=supervise_workers, args=(with_redis, [note_pid(folder)], 2.0))
    process.start()
    yield process
    if process.is_alive():
        process.terminate()
    process.join(30)


def test_with_redis_there_is_a_worker_for_each_bell(services: Services, tmp_path: Path) -> None:
    duties = [note_pid(tmp_path), Duty("tidy", 60, lambda _: None)]
    with_redis = replace(services, settings=replace(services.settings, redis_url="unix:///x"))
    names = [[role.name for role in roles(each, duties)] for each in (services, with_redis)]
    assert names == [["clock"], ["clock", CALLBACKS]]


def test_the_clock_rings_and_a_worker_does_it(supervisor: BaseProcess, folder: Path) -> None:
    assert soon(lambda: done_by_horses(folder, supervisor))
    assert len(children_of(supervisor)) == 2


def test_whoever_is_killed_comes_back(supervisor: BaseProcess, folder: Path) -> None:
    assert soon(lambda: len(children_of(supervisor)) == 2)
    first = children_of(supervisor)
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    assert soon(lambda: len(set(children_of(supervisor)) - set(first)) == 2)
    for path in folder.iterdir():
        path.unlink()
    assert soon(lambda: done_by_horses(folder, supervisor))


def test_sigterm_stops_them_all(supervisor: BaseProcess) -> None:
    assert soon(lambda: len(children_of(supervisor)) == 2)
    children = children_of(supervisor)
    supervisor.terminate()
    supervisor.join(30)
    assert (supervisor.exitcode, [state_of(pid) for pid in children]) == (0, ["", ""])


def test_they_die_with_a_supervisor_that_is_killed(supervisor: BaseProcess) -> None:
    assert soon(lambda: len(children_of(supervisor)) == 2)
    children = children_of(supervisor)
    supervisor.kill()
    supervisor.join(30)
    assert all(gone(pid) for pid in children)


def test_with_redis_killed_the_clock_does_it_and_then_the_worker_again(
    services: Services, folder: Path, tmp_path: Path
) -> None:
    server = Valkey(tmp_path)
    settings = replace(services.settings, redis_url=server.url)
    with_redis = replace(services, settings=settings, bells=bells_of(settings))
    services.engine.dispose()
    process = FORK.Process(target=supervise_workers, args=(with_redis, [note_pid(folder)], 2.0))
    process.start()
    worker_did = soon(lambda: done_by_horses(folder, process))
    os.kill(server.pid, signal.SIGKILL)
    clock_did = soon(lambda: any(int(p.name) in children_of(process) for p in folder.iterdir()))
    revived = soon(server.revive)
    for path in folder.iterdir():
        path.unlink()
    again = soon(lambda: done_by_horses(folder, process))
    process.terminate()
    process.join(30)
    server.stop()
    assert (worker_did, clock_did, revived, again) == (True, True, True, True)


def test_one_that_ends_at_once_is_not_started_in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PAUSE_SECONDS", 60)
    ours = Workers([Role("ends", lambda: None)])
    ours.start()
    first = ours.pids()
    assert gone(first["ends"])
    ours.start()
    ours.start()
    assert ours.pids() == {}
    ours.stop(0.1)
