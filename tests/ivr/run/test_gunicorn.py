"""What gunicorn's master loads once, so that a worker that replaces another is there soon."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from ivr.run.children import ROOT, web
from ivr.run.counting import counted_in
from ivr.run.ports import HOST, free_port
from tests.ladder.server import install
from tests.processes import gone, soon

LOADS = """
import json, os, sys, threading
from ivr.run.gunicorn import on_starting
on_starting(None)
files = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")]
opened = [os.readlink(file) for file in files if os.path.exists(file)]
print(json.dumps([threading.active_count(), "ivr.app" in sys.modules,
    [name for name in opened if "socket" in name or ".db" in name]]))
"""


def test_what_is_loaded_before_the_fork_holds_no_thread_and_no_connection() -> None:
    told = subprocess.run(  # noqa: S603 -- ours
        [sys.executable, "-c", LOADS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout) == [1, True, []]


@pytest.fixture(name="master")
def served(tmp_path: Path) -> Iterator[tuple[int, str]]:
    installation = install(tmp_path, began="2026-11-23T10:00:00+02:00")
    port = free_port()
    command = [sys.executable, "-m", *web(port, 1, 2, HOST).arguments]
    environ = {**installation.environ, **counted_in(tmp_path)}
    server = subprocess.Popen(command, env=environ, cwd=ROOT)  # noqa: S603 -- ours
    url = f"http://{HOST}:{port}"
    assert soon(lambda: _is_ready(url))
    yield server.pid, url
    server.terminate()
    server.wait(30)


def test_a_worker_that_is_killed_is_replaced_and_counts_on(master: tuple[int, str]) -> None:
    pid, url = master
    (worker,) = _workers(pid)
    os.kill(worker, signal.SIGKILL)
    assert gone(worker)
    assert soon(lambda: _is_ready(url))
    assert _workers(pid) != [worker]
    assert "linja_turns_total" in requests.get(f"{url}/metrics", timeout=5).text


def _workers(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text("ascii")
    return [int(pid) for pid in children.split()]


def _is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/health/ready", timeout=5).ok
    except requests.RequestException:
        return False
