"""Virtual time: speech, pauses and timeouts pass at once."""

from collections.abc import Callable
from datetime import UTC, datetime

A_SUNDAY = 1795352400.0  # 2026-11-22 13:00 UTC; any fixed instant serves


class VirtualClock:
    """Seconds since 1970. `base`: a fixed instant in tests, the machine's time otherwise."""

    def __init__(self, base: Callable[[], float] = lambda: A_SUNDAY) -> None:
        self._base = base
        self._skipped = 0.0

    @property
    def seconds(self) -> float:
        """Now."""
        return self._base() + self._skipped

    @property
    def now(self) -> datetime:
        """Now, as an aware UTC time."""
        return datetime.fromtimestamp(self.seconds, UTC)

    def advance(self, seconds: float) -> None:
        """Let so much time pass."""
        self._skipped += max(0.0, seconds)

    def advance_to(self, instant: float) -> None:
        """Let time pass until then; nothing if it has passed."""
        self.advance(instant - self.seconds)
