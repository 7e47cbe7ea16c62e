"""What the wait in the queue is given of the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ivr.dispatch.standing import Desks, Place
from routing.waiting import Wanted


class QueueStore(Protocol):
    """Each method is one read or one commit; it may be slow or raise."""

    def place(self, call_sid: str, now: datetime) -> Place | None:
        """Read how a caller stands; None: they did not join."""

    def desks(self, now: datetime) -> Desks:
        """Read who is at the desks, and how long conversations took lately."""

    def entered(self, call_sid: str, queue_sid: str, told_seconds: int | None) -> None:
        """Keep in which of Twilio's queues they are, and the first estimate that they heard."""

    def choose(self, call_sid: str, what: str) -> bool:
        """Keep what they chose. False when it is too late for it."""

    def speak(self, call_sid: str, language: str, teams: Sequence[Wanted], now: datetime) -> None:
        """Let them wait in another language."""

    def gone(self, call_sid: str, now: datetime) -> None:
        """Their call is over: they wait no more."""


class NoQueue:
    """Where nobody ever waits."""

    def place(self, call_sid: str, now: datetime) -> Place | None:  # noqa: ARG002 -- the protocol's
        """Know of nobody."""
        return None

    def desks(self, now: datetime) -> Desks:  # noqa: ARG002 -- the protocol's
        """Know of no desk."""
        return Desks()

    def entered(self, call_sid: str, queue_sid: str, told_seconds: int | None) -> None:
        """Forget it."""

    def choose(self, call_sid: str, what: str) -> bool:  # noqa: ARG002 -- the protocol's
        """Keep nothing."""
        return False

    def speak(self, call_sid: str, language: str, teams: Sequence[Wanted], now: datetime) -> None:
        """Forget it."""

    def gone(self, call_sid: str, now: datetime) -> None:
        """Know of nobody."""
