"""`linja run` as a person starts it: everything comes up, answers a call, and goes down whole."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from ivr.queue.valkey import answers, url_in
from ivr.run.ports import free_port
from ivr.run.runfile import Run, read_run
from tests.processes import gone, soon

LINJA = (sys.executable, "-c", "from ivr.cli import main; main()")
PATIENCE_SECONDS = 60


def environ(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment without anybody's settings but these."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "LINJA_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **more}


@contextmanager
def running(folder: Path, **more: str) -> Iterator[tuple[subprocess.Popen[str], Run]]:
    """Start `linja run`, and end it if the test has not."""
    process = subprocess.Popen(  # noqa: S603 -- ourselves
        [*LINJA, "run", "--port", str(free_port())],
        env=environ(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process, wait_until_up(process, folder)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)


def wait_until_up(process: subprocess.Popen[str], folder: Path) -> Run:
    """Return what `run.json` says, once it is there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        run = read_run(folder)
        if run:
            return run
        if process.poll() is not None:
            raise AssertionError(process.communicate()[0])
        time.sleep(0.1)
    raise AssertionError("it did not come up")


def linja(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command beside it."""
    return subprocess.run(  # noqa: S603 -- ourselves
        [*LINJA, *arguments],
        env=environ(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_everything_comes_up_answers_and_goes_down(tmp_path: Path) -> None:
    with running(tmp_path, LINJA_CLOCK="2026-11-23T10:00:00+02:00") as (process, run):
        ready = requests.get(f"{run.url}/health/ready", timeout=5)
        called = linja(tmp_path, "call", "--json", "--press", "0")
        counted = [requests.get(f"{run.url}/metrics", timeout=5).text for _ in range(4)]
        assert soon(lambda: lines_called(tmp_path) == ["customer-service"])  # written every second
        second = linja(tmp_path, "run", "--port", str(free_port()))
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE_SECONDS)[0]
    assert ready.status_code == 200
    assert json.loads(called.stdout)["ended"] == "person", called.stderr
    turns = [re.findall(r'linja_turns_total{result="ok"} (.*)', text) for text in counted]
    assert turns == [["3.0"]] * 4  # whichever worker answers
    assert "in use by another" in second.stderr
    assert process.returncode == 0, said
    assert f" LINJA_DATA_DIR={tmp_path} .venv/bin/linja call --press 0" in said
    assert said.startswith("Starting…\n")
    assert "Ctrl-C stops it.\nStopping…\n" in without_log(said)
    assert read_run(tmp_path) is None
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{run.url}/health/live", timeout=5)


def without_log(said: str) -> str:
    """Leave out log lines: a busy machine may read late, which is warned of."""
    return "".join(line for line in said.splitlines(keepends=True) if not line.startswith("{"))


def lines_called(folder: Path) -> list[str]:
    """Return the line of every call that `linja calls` knows."""
    return [call["line"] for call in json.loads(linja(folder, "calls", "--json").stdout)]


def test_if_one_process_dies_all_are_stopped_and_it_is_said(tmp_path: Path) -> None:
    with running(tmp_path) as (process, run):
        os.killpg(pid_of_simulator(run), signal.SIGKILL)
        said = process.communicate(timeout=PATIENCE_SECONDS)[0]
    assert process.returncode == 1
    assert "simulator ended by itself, with exit code -9" in said
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{run.url}/health/live", timeout=5)


def pid_of_simulator(run: Run) -> int:
    """Find the simulator among the children of the run."""
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text("ascii").split()
    for pid in map(int, children):
        if b"simulator" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
    raise AssertionError("the simulator does not run")


WATCHED = (b"/valkey-server ", b"\0worker\0", b"\0gunicorn\0")


def test_whatever_is_killed_comes_back_and_a_killed_run_leaves_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as (process, run):
        killed = pids_of(run)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        meanwhile = requests.get(f"{run.url}/health/live", timeout=PATIENCE_SECONDS)
        assert soon(lambda: len(set(pids_of(run)) - set(killed)) == len(WATCHED))
        assert soon(lambda: answers(url_in(tmp_path)))
        last = pids_of(run)
        process.kill()
        assert all(gone(pid) for pid in last)
    assert meanwhile.status_code == 200  # who comes while the web server is away waits for it
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{run.url}/health/live", timeout=5)


def pids_of(run: Run) -> list[int]:
    """Find those of the watched processes that run, in their order."""
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text("ascii").split()
    return [int(pid) for words in WATCHED for pid in children if words in command_of(pid)]


def command_of(pid: str) -> bytes:
    """Return the words of a process, each ended by zero; none if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
