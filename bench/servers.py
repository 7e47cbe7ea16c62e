"""Gunicorn with two sync workers, and what its processes use, as the kernel tells it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import HOST

ROOT = Path(__file__).parents[1]
WORKERS = 2
START_SECONDS = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")
_UTIME, _STIME = 11, 12
"""Fields of /proc/PID/stat after the command's name (proc_pid_stat(5): 14 and 15)."""


class NotStarted(Exception):
    """A server has not come up; what it wrote says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    master: int

    def workers(self) -> list[int]:
        """Name its worker processes."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text("ascii")
        return [int(pid) for pid in children.split()]

    def cpu_seconds(self) -> float:
        """Return what the workers have computed until now, for themselves and in the kernel."""
        return sum(_cpu_ticks(pid) for pid in self.workers()) / _TICKS

    def largest_mb(self) -> float:
        """Return the resident size of the largest worker."""
        return max(_resident_kb(pid) for pid in self.workers()) / 1024


@contextmanager
def serving(
    application: str, environ: Mapping[str, str], log: Path, arguments: tuple[str, ...] = ()
) -> Iterator[Server]:
    """Serve a WSGI application. Raises NotStarted."""
    port = _free_port()
    command = (sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}")
    size = ("--workers", str(WORKERS), *(arguments or ("--worker-class", "sync")))
    quiet = ("--log-level", "warning", "--no-control-socket")
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own arguments
            (*command, *size, *quiet, application),
            env={**os.environ, **environ},
            cwd=ROOT,
            stdout=output,
            stderr=output,
        )
    try:
        server = Server(port, process.pid)
        _wait_until_up(server, process, log)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with socket.create_connection((HOST, server.port), 1):
                pass
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise NotStarted(log.read_text("utf-8", "replace")[-2000:])


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


def _cpu_ticks(pid: int) -> int:
    values = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(values[_UTIME]) + int(values[_STIME])


def _resident_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0])
