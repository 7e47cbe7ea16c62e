"""Lines wait in memory for a thread that writes them, once a second at most."""

import atexit
import fcntl
import os
import secrets
import threading
from pathlib import Path
from queue import Empty, Full, Queue
from typing import IO

import structlog

from ivr.journal.ended import Ended
from ivr.journal.noted import Noted
from ivr.measures import JOURNAL_DROPPED

log = structlog.get_logger()

MOST_WAITING = 10_000
MOST_BYTES = 64 * 1024 * 1024
"""Of one process, while nobody moves them: about a hundred thousand turns."""
WRITE_EVERY_SECONDS = 1.0
FOLDER, SUFFIX = "journal", ".jsonl"


class Journal:
    """
    A file per process in the data directory; `ivr.journal.moving` brings it into the database.

    `note` never blocks and never raises. What waits in memory is lost when the process is
    killed; what is too much is dropped, and counted.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER
        self._path = self._folder / f"{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        self._waiting: Queue[Noted | Ended] = Queue(MOST_WAITING)
        self._unwritten, self._failing = b"", False
        self._writing = threading.Lock()
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, turn: Noted | Ended) -> None:
        """Keep it, some time soon."""
        try:
            self._waiting.put_nowait(turn)
        except Full:
            JOURNAL_DROPPED.inc()
            return
        if self._thread is None:
            self._start()

    def write(self) -> None:
        """Write what waits now, through to the disk. What cannot be written waits on."""
        with self._writing:
            if not self._unwritten:
                self._unwritten = self._taken()
            if not self._unwritten:
                return
            try:
                self._append(self._unwritten)
            except OSError as problem:
                if not self._failing:
                    log.warning("journal not written, trying again", error=type(problem).__name__)
                self._failing = True
            else:
                self._unwritten, self._failing = b"", False

    def close(self) -> None:
        """Write what is left."""
        self._stop.set()
        self.write()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def _run(self) -> None:
        while not self._stop.wait(WRITE_EVERY_SECONDS):
            self.write()

    def _taken(self) -> bytes:
        lines: list[str] = []
        while len(lines) < MOST_WAITING:
            try:
                turn = self._waiting.get_nowait()
            except Empty:
                break
            try:
                lines.append(turn.to_json() + "\n")
            except Exception:
                log.exception("turn not journalled", call_sid=turn.call_sid)
                JOURNAL_DROPPED.inc()
        return "".join(lines).encode("utf-8", "replace")

    def _append(self, lines: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        while True:
            with self._path.open("ab", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if not _is_at(file, self._path):
                    continue  # it was taken away between opening and locking
                size = file.tell()
                if size + len(lines) > MOST_BYTES:
                    JOURNAL_DROPPED.inc(lines.count(b"\n"))
                    return
                _write_whole(file, lines, size)
                return


def _write_whole(file: IO[bytes], lines: bytes, size: int) -> None:
    try:
        view = memoryview(lines)
        while view:
            view = view[file.write(view) :]
        os.fsync(file.fileno())
    except OSError:
        os.ftruncate(file.fileno(), size)  # a half line would harm the next one
        raise


def _is_at(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
