"""What was told of each outage and when: what a caller may hear, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from threading import Lock

MOST_AT_ONCE = 10
"""Messages in flight about one postcode; were there more, a call would prove nothing."""


@dataclass(slots=True, eq=False)
class Message:
    """A push: when it was sent, and when its answer was there; None: not yet."""

    sent: float
    taken: float | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What a message says of an outage: the hour of today at which it ends, or None."""

    message: Message
    hour: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """An outage as somebody has it: the hour, and whether an earlier one was taken back."""

    hour: int | None
    withdrawn: bool


@dataclass(slots=True)
class Truth:
    """
    Every version of every outage, in order, and which outages a postcode has.

    One outage is told of by one sender alone, so its messages never overtake one another.
    """

    versions: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lock: Lock = field(default_factory=Lock)

    def tell(self, message: Message, hours: dict[str, int | None]) -> None:
        """Note what a message says, before it is sent."""
        with self.lock:
            for outage, hour in hours.items():
                self.versions[outage].append(Version(message, hour))

    def hour(self, outage: str) -> int | None:
        """Return what was said last."""
        with self.lock:
            return self.versions[outage][-1].hour

    def worlds(self, postcode: str, began: float, ended: float) -> Iterator[Sequence[Told]]:
        """
        Give all that could be true of a postcode at one moment of a call.

        A message is taken whole or not at all, whatever it says of other outages.
        """
        with self.lock:
            known = [list(self.versions[outage]) for outage in self.places[postcode]]
        every = dict.fromkeys(one.message for versions in known for one in versions)
        surely = {one for one in every if one.taken is not None and one.taken <= began}
        perhaps = [one for one in every if one not in surely and one.sent <= ended]
        if len(perhaps) > MOST_AT_ONCE:
            raise ValueError(f"{len(perhaps)} messages about {postcode} at once")
        for count in range(len(perhaps) + 1):
            for chosen in combinations(perhaps, count):
                yield tuple(_told(versions, surely | set(chosen)) for versions in known)


def _told(versions: Sequence[Version], applied: set[Message]) -> Told:
    hours = [one.hour for one in versions if one.message in applied]
    hour = hours[-1]
    return Told(hour, hour is None and any(earlier is not None for earlier in hours))
