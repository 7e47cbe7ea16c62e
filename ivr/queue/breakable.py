"""Bells that can be switched off while the simulator is used."""

from dataclasses import dataclass

from ivr.overrides import REDIS, OverridesFile
from ivr.queue.bells import Bells


@dataclass(frozen=True)
class BreakableBells:
    """`away` are the bells of a Redis that does not answer; nothing else stands in for it."""

    usual: Bells
    away: Bells
    overrides: OverridesFile

    def ring(self, name: str) -> bool:
        """Say that there is work."""
        return self._bells.ring(name)

    def unanswered(self, name: str) -> bool:
        """Has it been ringing for too long?"""
        return self._bells.unanswered(name)

    @property
    def _bells(self) -> Bells:
        return self.away if REDIS in self.overrides.read().broken else self.usual
