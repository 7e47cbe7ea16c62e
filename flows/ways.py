"""Where the ways through a flow lead."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.definition import Flow
from flows.source import Path
from flows.step import Step
from flows.steps.goto import Goto


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step: its name there, and the step that it leads to."""

    name: str
    to: str


def ways(flow: Flow, step: Step) -> list[Way]:
    """Give the ways out of a step, those to the person included."""
    return [Way(name, to or flow.human) for name, to in step.edges()]


def quick_ways(flow: Flow, step: Step) -> list[Way]:
    """Give the ways that may be taken without the caller having been waited for."""
    return [way for way in ways(flow, step) if not step.waits or way.name in step.passes]


def reached(
    flow: Flow, starts: Iterable[str], out: Callable[[str, Step], Iterable[Way]]
) -> Iterator[str]:
    """Give every step that can be reached, going out of each by the ways that `out` gives."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name in seen or name not in flow.steps:
            continue
        seen.add(name)
        yield name
        waiting.extend(way.to for way in out(name, flow.steps[name]))


def entries(flow: Flow, flows: Mapping[str, Flow]) -> set[str]:
    """Name the steps of this flow that other flows go to."""
    return {
        jump.step or flow.start
        for other in flows.values()
        if other.name != flow.name
        for jump in other.jumps()
        if jump.flow == flow.name
    }


def is_continuation(flow: Flow, flows: Mapping[str, Flow]) -> bool:
    """Is this flow the second half of another, which goes to its start?"""
    return flow.start in entries(flow, flows)


def leads_away(step: Step) -> bool:
    """Does the call end, or go on elsewhere, here?"""
    return not (step.leads_on or step.waits)


def path_of(step: str, way: str) -> Path:
    """Tell where in the file a way out is written."""
    kind, _, detail = way.partition(" ")
    if kind == "key":
        return ("steps", step, "keys", detail)
    if kind == "case":
        return ("steps", step, "cases", str(int(detail) - 1), "go")
    return ("steps", step, "next") if way == "next" else ("steps", step, "exits", way)


def jumps(flow: Flow) -> Iterator[tuple[str, Goto]]:
    """Give the steps that go to another flow, by name."""
    yield from ((name, step) for name, step in flow.steps.items() if isinstance(step, Goto))
