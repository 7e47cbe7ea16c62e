"""
Doorbells: "there is work" without saying what. The work itself is in SQL, so that a ring that
is lost costs no more than the wait until the clock looks.
"""

from dataclasses import dataclass
from typing import Protocol

from ivr.settings import Settings

CALLBACKS = "callbacks"
POLL = "poll"
DISPATCH = "dispatch"
NAMES = (CALLBACKS, DISPATCH, POLL)
"""Each has a queue and a worker process of its own."""


class Bells(Protocol):
    """Rings for workers. No method raises or waits for longer than 150 ms."""

    def ring(self, name: str) -> bool:
        """Say that there is work; False when Redis could not be told. Commit the work before."""

    def unanswered(self, name: str) -> bool:
        """Has it been ringing for longer than a worker that lives can be busy?"""


@dataclass(frozen=True)
class NoBells:
    """Without Redis nothing rings: the clock does all work itself."""

    def ring(self, name: str) -> bool:  # noqa: ARG002 -- nobody hears
        """Tell nobody."""
        return False

    def unanswered(self, name: str) -> bool:  # noqa: ARG002 -- nobody hears
        """Nothing rings."""
        return False


def bells_of(settings: Settings) -> Bells:
    """Return the bells of these settings."""
    if not settings.redis_url:
        return NoBells()
    from ivr.queue.redis_bells import RedisBells  # noqa: PLC0415 -- RQ takes 0.3 s and 20 MB

    return RedisBells(settings.redis_url)
