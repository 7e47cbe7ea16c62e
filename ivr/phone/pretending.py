"""What the page may pretend: another business time, and parts that are broken."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from ivr.clock import HELSINKI, RunningClock
from ivr.overrides import DATABASE, FEED, PARTS, REDIS, REGISTER, OverridesFile
from ivr.services import Services

FURTHEST = timedelta(days=400)
_MINUTES = re.compile(r"\+(\d{1,5})")
_NEXT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

SWITCHES = {
    DATABASE: ("Database", "customers, lines, callbacks: nothing can be read or kept"),
    REDIS: ("Redis", "nobody is told that there is work"),
    REGISTER: ("Customer register", "the company's own does not answer"),
    FEED: ("Outage notices", "they cannot be read; the last known are"),
}


class BadWish(ValueError):
    """Not a time that one can move to, or not a part that can break; the message says so."""


class Pretending:
    """Reads and writes what is pretended."""

    def __init__(self, services: Services, overrides: OverridesFile) -> None:
        self._services = services
        self._overrides = overrides

    def now(self) -> dict[str, Any]:
        """How many seconds business time is ahead of this machine's, and what is broken."""
        ahead = self._services.clock.now() - RunningClock().now()
        return {
            "ahead_seconds": round(ahead.total_seconds()),
            "moved": bool(self._overrides.read().moved_seconds),
            "broken": sorted(self._overrides.read().broken),
        }

    def possible(self) -> list[str]:
        """The parts that are there, and so can break."""
        settings = self._services.settings
        missing = {
            REDIS: not settings.redis_url,
            REGISTER: not settings.linja_register_url,
        }
        return [part for part in PARTS if not missing.get(part)]

    def move(self, wanted: str) -> None:
        """Move business time; `now` is back to where it started from. Raises BadWish."""
        pretended, now = self._overrides.read(), self._services.clock.now()
        moved = timedelta(0)
        if wanted != "now":
            moved = timedelta(seconds=pretended.moved_seconds) + (moved_to(wanted, now) - now)
        if abs(moved) > FURTHEST:
            raise BadWish(f"{wanted!r} is over {FURTHEST.days} days away.")
        self._overrides.write(replace(pretended, moved_seconds=moved.total_seconds()))

    def switch(self, wanted: Mapping[str, Any]) -> None:
        """Break parts (`true`) or mend them (`false`). Raises BadWish."""
        possible = self.possible()
        for part in wanted:
            if part not in possible:
                raise BadWish(f"{part!r} is none of: {', '.join(possible)}.")
        pretended = self._overrides.read()
        broken = {part for part, is_broken in wanted.items() if is_broken}
        kept = pretended.broken - set(wanted)
        self._overrides.write(replace(pretended, broken=frozenset(kept | broken)))


def moved_to(wanted: str, now: datetime) -> datetime:
    """
    Return the time that is meant: `+10` in ten minutes, `08:00` the next such time in Helsinki,
    or an ISO time, of Helsinki if it has no offset. Raises BadWish.
    """
    minutes, clock = _MINUTES.fullmatch(wanted), _NEXT.fullmatch(wanted)
    if minutes:
        return now + timedelta(minutes=int(minutes[1]))
    if clock:
        return _next(time(int(clock[1]), int(clock[2])), now)
    try:
        told = datetime.fromisoformat(wanted)
        return (told if told.tzinfo else told.replace(tzinfo=HELSINKI)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadWish(f"{wanted!r} is no time: use +10, 08:00 or 2026-11-22T15:00.") from None


def _next(wanted: time, now: datetime) -> datetime:
    today = now.astimezone(HELSINKI).date()
    days = (datetime.combine(today + timedelta(days=n), wanted, HELSINKI) for n in range(2))
    return next(at for at in days if at > now)
