"""Which published versions fail, so that new calls begin on one that works."""

import math
import time
from collections.abc import Callable, Iterable

from ivr.deadline import Breaker

FAILURES = 5
WITHIN_SECONDS = 60.0


class Trials:
    """
    A version whose first turn fails five times in a row within a minute is set aside.

    It is tried again as soon as another version of its flow goes live, or the process starts.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._live: dict[str, str] = {}
        self._of: dict[tuple[str, str], Breaker] = {}

    def is_live(self, flow: str, digest: str) -> None:
        """Say what is live. If that has changed, every version of the flow is tried again."""
        if self._live.get(flow) != digest:
            self._live[flow] = digest
            self._of = {place: trial for place, trial in self._of.items() if place[0] != flow}

    def failed(self, flow: str, digest: str) -> bool:
        """Count a failure. True if it is this one that sets the version aside."""
        trial = self._of.setdefault((flow, digest), self._new())
        before = trial.lets_through()
        trial.failed()
        return before and not trial.lets_through()

    def worked(self, flow: str, digest: str) -> None:
        """Say that a first turn worked."""
        trial = self._of.get((flow, digest))
        if trial and trial.lets_through():
            trial.worked()

    def is_set_aside(self, flow: str, digest: str) -> bool:
        """May new calls not begin on it?"""
        trial = self._of.get((flow, digest))
        return trial is not None and not trial.lets_through()

    def set_aside(self) -> Iterable[str]:
        """Name the flows whose live version is set aside."""
        return [flow for flow, digest in self._live.items() if self.is_set_aside(flow, digest)]

    def _new(self) -> Breaker:
        return Breaker(FAILURES, WITHIN_SECONDS, math.inf, self._monotonic)
