"""Business time. Deadlines and leases use `time.monotonic`, never this."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


class Clock(Protocol):
    """Says what time it is for callers, hours and outages."""

    def now(self) -> datetime:
        """Return an aware UTC time."""


@dataclass(frozen=True)
class RunningClock:
    """The machine's clock, moved by an offset (`LINJA_CLOCK`)."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        """Return the time of day, moved."""
        return datetime.fromtimestamp(time.time(), UTC) + self.offset


@dataclass
class StoppedClock:
    """A clock for tests: it stands until it is moved."""

    at: datetime

    def now(self) -> datetime:
        """Return the time it stands at."""
        return self.at
