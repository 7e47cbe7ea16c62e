"""Processes that live and die together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Child:
    """A process of ours: what it is called, and how it is started."""

    name: str
    arguments: tuple[str, ...]


class Children:
    """
    Starts processes, each in a session of its own: Ctrl-C comes to us alone, and we end them
    in our order.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = dict(environ)
        self._running: list[tuple[Child, subprocess.Popen[bytes]]] = []

    def start(self, child: Child) -> None:
        """Start `python -m …` with our interpreter."""
        process = subprocess.Popen(  # noqa: S603 -- our own modules
            [sys.executable, "-m", *child.arguments],
            env=self._environ,
            cwd=ROOT,
            start_new_session=True,
        )
        self._running.append((child, process))

    def dead(self) -> str:
        """Say which process has ended and how, empty while all of them run."""
        for child, process in self._running:
            code = process.poll()
            if code is not None:
                return f"{child.name} ended by itself, with exit code {code}"
        return ""

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


def web(port: int, workers: int, threads: int, host: str) -> Child:
    """Return the web server. Workers load the application themselves: it holds threads."""
    bind = ("--bind", f"{host}:{port}")
    size = ("--workers", str(workers), "--worker-class", "gthread", "--threads", str(threads))
    quiet = ("--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket")
    return Child("web server", ("gunicorn", *bind, *size, *quiet, "wsgi:app"))


def simulator(port: int, account: str, token: str, app_url: str) -> Child:
    """Return the pretend Twilio."""
    where = ("--port", str(port), "--app", app_url)
    who = ("--account", account, "--token", token)
    return Child("simulator", ("simulator", *where, *who))


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
