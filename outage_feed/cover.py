"""Of which places a source can be asked: where it speaks at all, and where it must wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from outage_feed.phase import phase_of
from outage_feed.summary import Fact


@dataclass(frozen=True, slots=True)
class Scope:
    """What a source may speak of. `postcodes` None and `services` empty: all."""

    postcodes: frozenset[str] | None = None
    services: frozenset[str] = frozenset()

    def holds(self, postcode: str, spoken: Collection[str], wanted: Collection[str]) -> bool:
        """Is the place in it, and a service that is spoken of and wanted (empty: any)?"""
        if self.postcodes is not None and postcode not in self.postcodes:
            return False
        named = [frozenset(one) for one in (self.services, spoken, wanted) if one]
        return not named or bool(frozenset.intersection(*named))


@dataclass(frozen=True, slots=True)
class Withheld:
    """An outage that waits for a second person in these postcodes: nobody hears of it there."""

    fact: Fact
    postcodes: frozenset[str]

    def hushed(self, postcode: str, services: Collection[str], now: datetime) -> bool:
        """Would it be heard there now, were it confirmed?"""
        return (
            postcode in self.postcodes
            and (not services or self.fact.service in services)
            and phase_of(self.fact, now) != "silent"
        )
