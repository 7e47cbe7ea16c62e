"""How old a source's word is, and what may still be said on it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

STALE_AFTER = timedelta(hours=6)
SILENT_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Freshness:
    """
    When a source was last heard, and its limits. `services` are those that it ever spoke of.

    `never_stale` is for the demo's sources, which nobody feeds.
    """

    last_push_at: datetime | None
    services: frozenset[str] = frozenset()
    stale_after: timedelta = STALE_AFTER
    silent_after: timedelta = SILENT_AFTER
    never_stale: bool = False

    def state(self, now: datetime) -> Literal["never", "fresh", "stale", "silent"]:
        """Say what it is worth: over the first limit it is stale, over the second not read."""
        if self.last_push_at is None:
            return "never"
        age = now - self.last_push_at
        if self.never_stale or age <= self.stale_after:
            return "fresh"
        return "stale" if age <= self.silent_after else "silent"


def covered(sources: Iterable[Freshness], services: Collection[str], now: datetime) -> bool:
    """
    Does any fresh source speak of these services (none: of any)?

    A source that never listed an outage has shown no services: it may speak of all.
    """
    return any(
        source.state(now) == "fresh"
        and (not services or not source.services or not source.services.isdisjoint(services))
        for source in sources
    )
