"""How often a source may push, counted by each process: in SQL it would cost a commit each."""

import time
from collections.abc import Callable
from threading import Lock

MINUTE_SECONDS = 60.0


class Rates:
    """
    A source may use what it has saved up of the last minute, and goes on at its even pace.

    With several processes it may push up to as many times more; the limit keeps a source that
    has gone wild from callers, and no accounts.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def wait_seconds(self, source: str, a_minute: int) -> float:
        """Count a push; over zero it was one too many, and may come again after that time."""
        pace = a_minute / MINUTE_SECONDS
        with self._lock:
            now = self._monotonic()
            left, at = self._left.get(source, (float(a_minute), now))
            left = min(float(a_minute), left + (now - at) * pace)
            too_many = left < 1
            self._left[source] = (left if too_many else left - 1, now)
        return (1 - left) / pace if too_many else 0.0
