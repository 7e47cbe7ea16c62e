"""What came of a storm: one record for each call and each push, and how they are counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil


@dataclass(frozen=True, slots=True)
class Heard:
    """
    A call: when it was to begin, in seconds of the storm, and how long its turns took.

    `behind`: so much later than that it could be made, the telephones all being busy.
    `without`: they were known, and heard nothing of their outage, but reached a person.
    """

    due: float
    behind: float
    turns: tuple[float, ...]
    wrong: str = ""
    failed: str = ""
    without: bool = False


@dataclass(slots=True)
class Storm:
    """
    All of one. `again`: pushes that were sent again, as the answer asked.

    `late_reads`: how often the server's log says that the database did not answer in time.
    """

    calls: list[Heard] = field(default_factory=list)
    pushes: list[float] = field(default_factory=list)
    lists: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    again: int = 0
    late_reads: int = 0
    workers_before: Sequence[int] = ()
    workers_after: Sequence[int] = ()

    @property
    def turns(self) -> list[float]:
        """How long every turn took."""
        return [seconds for call in self.calls for seconds in call.turns]

    @property
    def wrong(self) -> list[str]:
        """What was untrue."""
        return [call.wrong for call in self.calls if call.wrong]

    @property
    def failed(self) -> list[str]:
        """Who was not answered, or did not get to a person."""
        return [call.failed for call in self.calls if call.failed]

    @property
    def without(self) -> int:
        """How many heard nothing of their outage, and were let to a person."""
        return sum(call.without for call in self.calls)

    def between(self, begins: float, ends: float) -> list[Heard]:
        """Return the calls that were to begin then."""
        return [call for call in self.calls if begins <= call.due < ends]


def at_percent(seconds: Iterable[float], percent: float) -> float:
    """Return the value that so many percent do not exceed; 0 for none."""
    ordered = sorted(seconds)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0
