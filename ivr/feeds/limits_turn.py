"""
One push at a time on a machine, and nobody waits long for it: who waits holds a thread that a
caller may need, and two pushes at once would only make each other's work worthless.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import IO

FILE = "pushes.lock"
WAIT_SECONDS = 1.0
LOOK_SECONDS = 0.005


class Busy(Exception):
    """A large push is being worked on: come again in a moment."""


class Turn:
    """
    Small pushes in any number take their turns unnoticed; behind a large one they are told.

    Processes with the same `folder` take turns with one another. Whoever waited in vain lets
    nobody wait for the next `wait_seconds`.
    """

    def __init__(
        self,
        folder: Path | None = None,
        wait_seconds: float = WAIT_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = folder / FILE if folder else None
        self._wait_seconds = wait_seconds
        self._monotonic = monotonic
        self._lock = Lock()
        self._since: float | None = None
        self._closed_until = monotonic()

    def check(self) -> None:
        """Raise Busy if there is no use in waiting: it costs nothing to ask."""
        now, since = self._monotonic(), self._since
        if now < self._closed_until or (since is not None and now - since > self._wait_seconds):
            raise Busy

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have the turn until the end of the block. Raises Busy."""
        self.check()
        until = self._monotonic() + self._wait_seconds
        if not self._lock.acquire(timeout=self._wait_seconds):
            raise self._closed()
        try:
            with self._file.open("a") if self._file else nullcontext() as file:
                self._alone(file, until)
                self._since = self._monotonic()
                yield
        finally:
            self._since = None
            self._lock.release()

    def _alone(self, file: IO[str] | None, until: float) -> None:
        """Wait for the other processes; closing the file lets them go on."""
        while file is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self._monotonic() > until:
                    raise self._closed() from None
                time.sleep(LOOK_SECONDS)
            else:
                return

    def _closed(self) -> Busy:
        self._closed_until = self._monotonic() + self._wait_seconds
        return Busy()
