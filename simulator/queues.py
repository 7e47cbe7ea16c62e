"""Twilio's queues: callers who wait, and legs that wait for a caller."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

from simulator.messages import Interruption


class Waiting(Protocol):
    """A leg, as far as a queue needs to know."""

    sid: str

    def post(self, happening: Interruption) -> None:
        """Let it happen to the leg."""
        ...


@dataclass(eq=False)
class Member:
    """One who waits since then."""

    leg: Waiting
    since: float


@dataclass(eq=False)
class Queue:
    """First in, first out. `takers` are told to take the first when there is one."""

    name: str
    created_at: float
    most: int = 1000
    sid: str = field(default_factory=lambda: f"QU{uuid4().hex}")
    members: list[Member] = field(default_factory=list)
    takers: list[Callable[[Member], None]] = field(default_factory=list)
    waited_seconds: list[float] = field(default_factory=list)

    @property
    def average_seconds(self) -> int:
        """The mean wait of those who have left."""
        return int(sum(self.waited_seconds) / len(self.waited_seconds or [1]))

    def position(self, leg: Waiting) -> int:
        """1 for the first; 0 for somebody who is not in it."""
        sids = [member.leg.sid for member in self.members]
        return sids.index(leg.sid) + 1 if leg.sid in sids else 0

    def leave(self, leg: Waiting, now: float) -> None:
        """Take somebody out, if they are in."""
        for member in [m for m in self.members if m.leg is leg]:
            self.members.remove(member)
            self.waited_seconds.append(now - member.since)

    def match(self, now: float) -> None:
        """Give the first taker the first who waits."""
        while self.members and self.takers:
            member = self.members[0]
            self.leave(member.leg, now)
            self.takers.pop(0)(member)


class Queues:
    """All queues by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, Queue] = {}
        self.ordered_results: list[str] = []
        """QueueResults for the next Enqueues, which then do not enter: `system-error`, …"""

    def find(self, key: str) -> Queue | None:
        """By name or sid."""
        named = self._by_name.get(key)
        return named or next((q for q in self._by_name.values() if q.sid == key), None)

    def open(self, name: str, now: float) -> Queue:
        """The queue of this name, made if there is none."""
        return self._by_name.setdefault(name, Queue(name, now))

    def all(self) -> list[Queue]:
        """Every queue, oldest first."""
        return list(self._by_name.values())
