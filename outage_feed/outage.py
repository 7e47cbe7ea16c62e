"""One outage as a source last described it, and the history of its estimates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Status = Literal["scheduled", "active", "partially_restored", "restored", "cancelled"]
Service = Literal["electricity", "newspaper", "telecom", "water", "heat", "mail", "other"]
Kind = Literal["unplanned", "planned"]
Given = str | Mapping[str, str]
"""
An area as the source wrote it: a postcode, a range, a beginning such as `299*`,
`{"municipality": code or name}`, or `{"place": words}`, which covers nothing and is kept.
"""

SERVICES: tuple[Service, ...] = (
    "electricity",
    "newspaper",
    "telecom",
    "water",
    "heat",
    "mail",
    "other",
)
MANUAL = "manual"
"""The source of the notices that people write themselves."""
OVER: frozenset[Status] = frozenset({"restored", "cancelled"})


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    What one version said of the end: `estimate` is None when it said nothing.

    `ended_at` is given when it said that the outage was repaired.
    """

    estimate: datetime | None
    at: datetime
    """The version's `updated_at`."""
    revision: int | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """
    Every time is aware UTC. `areas` are as given; `postcodes` and `unmatched` what became of them.

    `history` holds one entry for each version that we ever saw, oldest first by order.
    `supersedes` are ids of the same source that this one takes the place of; `details` is what
    else the source said, for people to see. After `expires_at` the source does not stand by it:
    it is not heard any more, and nobody said that it was repaired.
    """

    source: str
    id: str
    status: Status
    service: Service
    updated_at: datetime
    revision: int | None = None
    kind: Kind = "unplanned"
    areas: tuple[Given, ...] = ()
    postcodes: tuple[str, ...] = ()
    unmatched: tuple[Given, ...] = ()
    starts_at: datetime | None = None
    estimated_restoration: datetime | None = None
    ends_at: datetime | None = None
    cause: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    history: tuple[Estimate, ...] = ()
    supersedes: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    expires_at: datetime | None = None

    @property
    def planned(self) -> bool:
        """Was it known beforehand? What is scheduled is planned, whatever its `kind` says."""
        return self.kind == "planned" or self.status == "scheduled"

    @property
    def withdrawn(self) -> bool:
        """Was an estimate given since the last repair, if any, and is none given now?"""
        given = any(entry.estimate for entry in self.history[self._repairs() :])
        return self.estimated_restoration is None and given

    @property
    def ended_at(self) -> datetime | None:
        """When this version says that it was repaired; the end may be ahead."""
        if self.status == "restored":
            return min(self.ends_at or self.updated_at, self.updated_at)
        return self.ends_at if self.status not in OVER else None

    @property
    def repaired_at(self) -> datetime | None:
        """When an earlier version said that it was repaired, though this one goes on."""
        repairs = self._repairs()
        return self.history[repairs - 1].ended_at if repairs else None

    @property
    def stamp(self) -> str:
        """Which version of which outage this is."""
        version = self.revision if self.revision is not None else self.updated_at.isoformat()
        return f"{self.source}:{self.id}:{version}"

    def over(self, now: datetime) -> bool:
        """Has it ended? An end that is still ahead is not an end yet."""
        return self.status in OVER or (self.ends_at is not None and self.ends_at <= now)

    def status_at(self, now: datetime) -> Status:
        """Return what time has made of the status: planned work begins without a word."""
        if self.over(now):
            return self.status if self.status in OVER else "restored"
        begun = self.starts_at is not None and self.starts_at <= now
        return "active" if self.status == "scheduled" and begun else self.status

    def _repairs(self) -> int:
        """Count the versions up to the last earlier one that said it was repaired by now."""
        for number in range(len(self.history) - 1, 0, -1):
            ended_at = self.history[number - 1].ended_at
            if ended_at is not None and ended_at <= self.updated_at:
                return number
        return 0

    def expired(self, now: datetime) -> bool:
        """Does its source no longer stand by it? It may be going on all the same."""
        return self.expires_at is not None and self.expires_at <= now


def changes(history: tuple[Estimate, ...]) -> list[Estimate]:
    """Only the entries that differ from the one before: how the estimate moved."""
    return [
        entry
        for index, entry in enumerate(history)
        if index == 0 or entry.estimate != history[index - 1].estimate
    ]
