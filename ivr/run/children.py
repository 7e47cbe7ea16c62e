"""Processes that live and die together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

from ivr.run.lifeline import tied

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 8.0
GRACE_SECONDS = 4.0
PAUSE_SECONDS = 2.0
WORKER = "ivr.run.web_worker.WebWorker"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Child:
    """
    A process of ours: what it is called, and how it is started.

    `again`: when it ends by itself it is started again; without it nobody is turned away.
    `held`: sockets that are ours and that it listens on.
    """

    name: str
    arguments: tuple[str, ...]
    again: bool = False
    held: tuple[int, ...] = ()


class Children:
    """
    Starts processes, each in a session of its own: Ctrl-C comes to us alone, and we end them
    in our order.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = dict(environ)
        self._running: list[tuple[Child, subprocess.Popen[bytes]]] = []
        self._not_before: dict[str, float] = {}

    def start(self, child: Child) -> None:
        """Start `python -m …` with our interpreter; it ends when we end, however we end."""
        process = subprocess.Popen(  # noqa: S603 -- our own modules
            tied([sys.executable, "-m", *child.arguments]),
            env=self._environ,
            cwd=ROOT,
            start_new_session=True,
            pass_fds=child.held,
        )
        self._running.append((child, process))

    def dead(self, *, starting: bool = False) -> str:
        """
        Say which process has ended for good and how, empty while all of them run.

        While they are `starting`, none is started again: it would only end again.
        """
        for child, process in self._running:
            code = process.poll()
            if code is not None and (starting or not child.again):
                return f"{child.name} ended by itself, with exit code {code}"
        return ""

    def revive(self) -> None:
        """Start again what has ended and may be; call it once a second or so."""
        for ended in [pair for pair in self._running if pair[1].poll() is not None]:
            child, process = ended
            if child.again and time.monotonic() >= self._not_before.get(child.name, 0.0):
                log.warning("process_ended", process=child.name, exit_code=process.returncode)
                self._running.remove(ended)
                self._not_before[child.name] = time.monotonic() + PAUSE_SECONDS
                self.start(child)

    def stop(self) -> None:
        """Ask each to stop, the last one first; end what has not stopped after 8 seconds."""
        until = time.monotonic() + STOP_SECONDS
        for _, process in reversed(self._running):
            _signal(process, signal.SIGTERM)
        for _, process in reversed(self._running):
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self._running.clear()


def web(port: int, workers: int, threads: int, host: str, held: int | None = None) -> Child:
    """
    Return the web server. Workers make the application themselves: it holds threads.

    `held`: a socket of ours to listen on; then callers wait while it is started again.
    """
    bind = ("--bind", f"{host}:{port}" if held is None else f"fd://{held}")
    size = ("--workers", str(workers), "--worker-class", WORKER, "--threads", str(threads))
    hooks = ("--config", "python:ivr.run.gunicorn")
    quiet = ("--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket")
    words = ("gunicorn", *hooks, *bind, *size, *quiet, "wsgi:app")
    sockets = () if held is None else (held,)
    return Child("web server", words, again=held is not None, held=sockets)


def simulator(port: int, account: str, token: str, app_url: str) -> Child:
    """Return the pretend Twilio."""
    where = ("--port", str(port), "--app", app_url)
    who = ("--account", account, "--token", token)
    return Child("simulator", ("simulator", *where, *who))


def worker() -> Child:
    """Return what works through queues and keeps the clock."""
    return Child("worker", ("ivr", "worker", "--grace", str(GRACE_SECONDS)), again=True)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
