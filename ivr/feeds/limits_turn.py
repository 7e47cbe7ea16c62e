"""
One push at a time in a process, and nobody waits long for it: who waits holds a thread that a
caller may need.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

WAIT_SECONDS = 1.5


class Busy(Exception):
    """A large push is being worked on: come again in a moment."""


class Turn:
    """Small pushes in any number take their turns unnoticed; behind a large one they are told."""

    def __init__(
        self, wait_seconds: float = WAIT_SECONDS, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wait_seconds = wait_seconds
        self._monotonic = monotonic
        self._lock = Lock()
        self._since: float | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have the turn until the end of the block. Raises Busy."""
        since = self._since
        if since is not None and self._monotonic() - since > self._wait_seconds:
            raise Busy
        if not self._lock.acquire(timeout=self._wait_seconds):
            raise Busy
        self._since = self._monotonic()
        try:
            yield
        finally:
            self._since = None
            self._lock.release()
