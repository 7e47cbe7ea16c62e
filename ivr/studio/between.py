"""What a call must have passed between two waits: the journal keeps only where it waited."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from flows.definition import Flow
from flows.ways import quick_ways, ways

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Passed:
    """
    What a call passed between two waits: `steps` and `sure`, the ways, as every way leads over
    them, both ends included. `perhaps`: the ways that it may have taken besides.
    """

    steps: Collection[str]
    sure: Collection[Pair] = ()
    perhaps: Collection[Pair] = ()


class Between:
    """The ways of one flow that a call can take without being waited for."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._on = {name: _targets(flow, name) for name in flow.steps}
        self.passed = lru_cache(maxsize=4096)(self._passed)

    def by_key(self, step: str, key: str) -> str:
        """Name the step that a key leads to; empty: it leads nowhere."""
        out = ways(self.flow, self.flow.steps[step])
        return next((way.to for way in out if way.name == f"key {key}"), "")

    def _passed(self, start: str, target: str) -> Passed:
        """
        Find what lies between two steps.

        The first way out may be any that is no key: what was done at `start` is known to be none.
        """
        path = self._path(start, target)
        pairs = list(pairwise(path))
        sure = [pair for pair in pairs if not self._path(start, target, without=pair)]
        inner = [one for one in path[1:-1] if not self._path(start, target, around=one)]
        return Passed({start, target, *inner}, sure, self._perhaps(start, target) - set(sure))

    def _perhaps(self, start: str, target: str) -> set[Pair]:
        """Give every way that lies on some way from one step to another."""
        first = list(self._first(start))
        seen, pairs = set(first), {(start, to) for to in first}
        for here in first:
            for to in self._on.get(here, ()) if here != target else ():
                pairs.add((here, to))
                if to not in seen:
                    seen.add(to)
                    first.append(to)
        leads, left = {target}, [target]
        for there in left:
            more = {a for a, b in pairs if b == there} - leads
            leads |= more
            left.extend(more)
        return {(a, b) for a, b in pairs if b in leads}

    def _path(
        self, start: str, target: str, without: Pair | None = None, around: str = ""
    ) -> list[str]:
        """Find a shortest way; empty: there is none."""
        came: dict[str, str] = {}
        waiting = list(self._first(start))
        for to in waiting:
            came.setdefault(to, start)
        if without is not None:
            waiting = [to for to in waiting if (start, to) != without]
        waiting = [to for to in waiting if to != around]
        seen = set(waiting)
        for here in waiting:
            if here == target:
                return _back(came, start, target)
            for to in self._on.get(here, ()):
                if to not in seen and (here, to) != without and to != around:
                    seen.add(to)
                    came[to] = here
                    waiting.append(to)
        return []

    def _first(self, start: str) -> Iterator[str]:
        step = self.flow.steps.get(start)
        if step is not None:
            found = [way.to for way in ways(self.flow, step) if not way.name.startswith("key ")]
            yield from dict.fromkeys(found)


def _targets(flow: Flow, name: str) -> list[str]:
    return list(dict.fromkeys(way.to for way in quick_ways(flow, flow.steps[name])))


def _back(came: Mapping[str, str], start: str, target: str) -> list[str]:
    path = [target]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]
