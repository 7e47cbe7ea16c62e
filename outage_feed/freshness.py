"""How old a source's word is, and what may still be said on it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from outage_feed.cover import Scope, Withheld

STALE_AFTER = timedelta(hours=6)
SILENT_AFTER = timedelta(hours=24)
ESTIMATES_FOR = 5 / 6
"""Of the time until a source is stale: after it, its estimates are not read any more."""
EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Freshness:
    """
    When a source was last heard, and its limits. `services` are those that it ever spoke of.

    `never_stale` is for the demo's sources, which nobody feeds. `major`: the services with a
    major disturbance, each until a time, or (None) as long as it is there. It speaks of what is in
    any of `scopes`; `withheld` waits for a second person.
    """

    last_push_at: datetime | None
    services: frozenset[str] = frozenset()
    stale_after: timedelta = STALE_AFTER
    silent_after: timedelta = SILENT_AFTER
    never_stale: bool = False
    major: Mapping[str, datetime | None] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = (EVERYWHERE,)
    withheld: tuple[Withheld, ...] = ()

    def state(self, now: datetime) -> Literal["never", "fresh", "stale", "silent"]:
        """Say what it is worth: over the first limit it is stale, over the second not read."""
        if self.last_push_at is None:
            return "never"
        age = now - self.last_push_at
        if self.never_stale or age <= self.stale_after:
            return "fresh"
        return "stale" if age <= self.silent_after else "silent"

    def estimates_hold(self, now: datetime) -> bool:
        """Is its word young enough for a time to be promised on it?"""
        if self.last_push_at is None:
            return False
        return self.never_stale or now - self.last_push_at <= self.stale_after * ESTIMATES_FOR

    def speaks_of(self, postcode: str, services: Collection[str]) -> bool:
        """Does it speak of the place, and of one of these services (none: of any)?"""
        return any(scope.holds(postcode, self.services, services) for scope in self.scopes)

    def is_major(self, service: str, now: datetime) -> bool:
        """Is there a storm, or a disturbance as wide as one?"""
        until = self.major.get(service, now)
        return until is None or until > now


def covered(
    sources: Iterable[Freshness], postcode: str, services: Collection[str], now: datetime
) -> bool:
    """
    May it be said that nothing is known there of these services (none: of any)?

    A fresh source must speak of the place and of one of them; one that never listed an outage
    has shown no services, and may speak of all. And nothing may wait there to be confirmed.
    """
    known = list(sources)
    return any(
        source.state(now) == "fresh" and source.speaks_of(postcode, services) for source in known
    ) and not any(
        one.hushed(postcode, services, now) for source in known for one in source.withheld
    )
