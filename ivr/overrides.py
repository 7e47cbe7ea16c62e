"""
What is pretended while the simulator stands in for Twilio: another time, and parts that are
broken. Every process of the data directory sees the same; none is told of it on the real Twilio.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ivr.clock import Clock

FILE = "overrides.json"
DATABASE, REDIS, REGISTER, FEED = PARTS = ("database", "redis", "register", "feed")

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Overrides:
    """`moved_seconds`: how far business time was moved by hand. `broken` are of `PARTS`."""

    moved_seconds: float = 0.0
    broken: frozenset[str] = frozenset()


NOTHING = Overrides()


class OverridesFile:
    """
    A small file in the data directory. Reading it costs one `stat` unless it has changed.

    A file that cannot be read says nothing: pretending is never worth a call.
    """

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE
        self._held: tuple[Stamp, Overrides] | None = None

    def read(self) -> Overrides:
        """Return what is pretended now."""
        try:
            found = self._path.stat()
            stamp = (found.st_mtime_ns, found.st_ino, found.st_size)
            if self._held is None or self._held[0] != stamp:
                self._held = (stamp, _overrides(self._path.read_text("utf-8")))
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            return NOTHING
        return self._held[1]

    def write(self, overrides: Overrides) -> None:
        """Pretend this from now on, in all processes."""
        plain = {
            "moved_seconds": overrides.moved_seconds,
            "broken": sorted(overrides.broken),
        }
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(plain) + "\n", "utf-8")
        draft.replace(self._path)

    def forget(self) -> None:
        """Pretend nothing."""
        self._path.unlink(missing_ok=True)


@dataclass(frozen=True)
class MovedClock:
    """A clock that can be moved while it runs."""

    base: Clock
    overrides: OverridesFile

    def now(self) -> datetime:
        """Return the time of day, moved by hand."""
        return self.base.now() + timedelta(seconds=self.overrides.read().moved_seconds)


def _overrides(text: str) -> Overrides:
    plain = json.loads(text)
    return Overrides(float(plain["moved_seconds"]), frozenset(plain["broken"]) & set(PARTS))
