"""What a map can show beside its steps: problems, how many callers passed, what scenarios pass."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from flows.definition import Bundle, Flow
from flows.rehearsal.coverage import Coverage, coverage
from ivr.bundles import store
from ivr.studio.drawing import Drawing
from ivr.studio.studio import Open, Studio
from ivr.studio.traffic import Counter, Traffic

View = Literal["problems", "traffic", "coverage"]
VIEWS: Sequence[View] = ("problems", "traffic", "coverage")
WIDTHS = 5
"""From the thinnest way to the widest."""


@dataclass(frozen=True, slots=True)
class Figures:
    """
    The numbers of a map. `of_steps` and `of_ways`: how many there are; `without` and
    `ways_without`: those that nobody passed.
    """

    steps: Mapping[str, int]
    ways: Mapping[tuple[str, str], int]
    of_steps: int
    of_ways: int
    without: Sequence[str]
    ways_without: Sequence[tuple[str, str]]
    perhaps: Collection[tuple[str, str]] = ()
    calls: int = 0
    newest: bool = False

    def of_way(self, start: str, to: str) -> str:
        """Give the number of a way; `≥` before it where it may be more."""
        more = (start, to) in self.perhaps
        return f"{'≥ ' if more else ''}{self.ways.get((start, to), 0)}"

    def of_step(self, step: str) -> str:
        """Give the number of a step; `≥` before it where it may be more."""
        more = not self.steps.get(step) and any(step == to for _, to in self.perhaps)
        return f"{'≥ ' if more else ''}{self.steps.get(step, 0)}"

    def width(self, start: str, to: str) -> int:
        """Say how wide a way is drawn: 0 (nobody) to WIDTHS (the most)."""
        most, here = max(self.ways.values(), default=0), self.ways.get((start, to), 0)
        return 1 + (WIDTHS - 1) * here // most if here else 0

    @property
    def share(self) -> int:
        """Give the share of the steps and ways that are passed, in whole per cent."""
        every = self.of_steps + self.of_ways
        missing = len(self.without) + len(self.ways_without)
        return 100 * (every - missing) // every if every else 0


class Views:
    """Makes the figures of maps; what takes long is kept."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._counter = Counter(studio.engine)
        self._covered = lru_cache(maxsize=64)(_covered)

    def live(self, flow: str) -> Flow | None:
        """Give the flow as callers hear it."""
        bundle = self._studio.checker.live(flow)
        return bundle.flows[flow] if bundle else None

    def traffic(self, flow: Flow, drawing: Drawing) -> Figures:
        """Count who passed in the last week."""
        live = store.live(self._studio.engine)
        found = self._counter.count(flow, self._studio.checker.flows(), live, self._studio.now())
        return _figures(flow, drawing, found)

    def coverage(self, opened: Open, drawing: Drawing) -> Figures | None:
        """Count what the scenarios of the draft pass; None when it cannot be played."""
        checked = self._studio.check(opened)
        bundle, flow = checked.gathered(), checked.reading.flow
        if bundle is None or flow is None:
            return None
        return _figures(flow, drawing, self._covered(_Played(bundle, opened.source)))


@dataclass(frozen=True)
class _Played:
    """A bundle and its scenarios, which are no part of its hash."""

    bundle: Bundle
    source: str

    def __hash__(self) -> int:
        return hash((self.bundle.hash, self.source))

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, _Played) and self.source == other.source
        return same and isinstance(other, _Played) and self.bundle.hash == other.bundle.hash


def _covered(played: _Played) -> Coverage:
    flow = played.bundle.flows[played.bundle.start]
    return coverage(played.bundle, flow.scenarios)


def _figures(flow: Flow, drawing: Drawing, found: Traffic | Coverage) -> Figures:
    ways = [(line.start, line.to) for line in drawing.lines]
    return Figures(
        found.steps,
        found.ways,
        len(flow.steps),
        len(ways),
        [name for name in flow.steps if not found.steps.get(name)],
        [pair for pair in ways if not found.ways.get(pair)],
        **_more(found),
    )


def _more(found: Traffic | Coverage) -> dict[str, Any]:
    """Give what only traffic has."""
    if isinstance(found, Coverage):
        return {}
    return {"perhaps": found.perhaps, "calls": found.calls, "newest": found.newest}
