"""Sums of a period, and what can be worked out from them: shares, medians. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from ivr.figures.names import BEYOND

Held = dict[str, dict[str, tuple[int, int]]]
"""Count and amount, by name and detail."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there were, and their seconds or points in all, by name and detail."""

    held: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    def count(self, *names: str) -> int:
        """Count all of these."""
        return sum(many for name in names for many, _ in self.details(name).values())

    def amount(self, name: str) -> int:
        """Return the seconds or points in all."""
        return sum(amount for _, amount in self.details(name).values())

    def details(self, name: str) -> Mapping[str, tuple[int, int]]:
        """Return count and amount by detail."""
        return self.held.get(name, {})

    def part(self, name: str, detail: str) -> int:
        """Count one detail."""
        return self.details(name).get(detail, (0, 0))[0]

    def within(self, name: str, most: int) -> int:
        """Count those that took so many seconds at most: one of the edges."""
        return sum(many for edge, (many, _) in self.details(name).items() if int(edge) <= most)

    def quantile(self, name: str, share: float) -> float | None:
        """Return the edge that this share does not pass; None without any, or beyond the last."""
        counted = sorted((int(edge), many) for edge, (many, _) in self.details(name).items())
        whole = sum(many for _, many in counted)
        sums = accumulate(many for _, many in counted)
        for (edge, _), so_far in zip(counted, sums, strict=True):
            if so_far >= whole * share:
                return edge if edge < BEYOND else None
        return None


def totals_of(rows: Iterable[tuple[str, str, int, int]]) -> Totals:
    """Put name, detail, count and amount together."""
    held: Held = {}
    for name, detail, count, amount in rows:
        held.setdefault(name, {})[detail] = (int(count), int(amount))
    return Totals(held)


def added(parts: Iterable[Totals]) -> Totals:
    """Add up, such as the days of a month."""
    held: Held = {}
    for part in parts:
        for name, details in part.held.items():
            into = held.setdefault(name, {})
            for detail, (count, amount) in details.items():
                before = into.get(detail, (0, 0))
                into[detail] = (before[0] + count, before[1] + amount)
    return Totals(held)


def share(part: int, whole: int) -> float | None:
    """Return a share; None of nothing."""
    return part / whole if whole else None
