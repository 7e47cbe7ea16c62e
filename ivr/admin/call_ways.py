"""Which steps a call passed without waiting: the shortest way from one wait to the next. Pure."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.definition import Flow
from flows.steps.goto import Goto

PERSON, DANGER = "0", "9"


@dataclass(frozen=True, slots=True)
class Wait:
    """Where a call waited, and the key with which it had come there; empty: by none."""

    flow: str
    step: str
    key: str = ""


def ways_through(flow: Flow, name: str, waits: Sequence[Wait]) -> Sequence[Sequence[str]]:
    """Return the ways that a call took in one flow, each as its steps, waits at both ends."""
    found: list[Sequence[str]] = []
    before: Wait | None = None
    for wait in waits:
        if wait.flow == name and (before is None or before.flow != name):
            found.append(_shortest(flow, [(flow.start,)], wait.step))
        elif wait.flow == name and before and before.step != wait.step:
            found.append(_way(flow, before.step, wait.step, wait.key))
        elif before and before.flow == name and wait.flow != name:
            found.append(_way(flow, before.step, _leading_to(flow, wait.flow), wait.key))
        before = wait
    return [way for way in found if way]


def _way(flow: Flow, start: str, to: str, key: str) -> Sequence[str]:
    if start not in flow.steps or key == DANGER:
        return ()
    if key == PERSON:
        return _shortest(flow, [(start, flow.human)], to)
    exits = dict(flow.steps[start].edges())
    pressed = exits.get(f"key {key}")
    firsts = [pressed] if pressed else [to_ for way, to_ in exits.items() if "key " not in way]
    return _shortest(flow, [(start, first) for first in firsts], to)


def _shortest(flow: Flow, begun: Sequence[Sequence[str]], to: str) -> Sequence[str]:
    """Return the shortest of all ways that begin so; empty: there is none."""
    left, seen = deque(begun), set[str]()
    while left:
        way = left.popleft()
        last = way[-1]
        if last == to:
            return way
        if last in seen or last not in flow.steps:
            continue
        seen.add(last)
        left.extend((*way, following) for _, following in flow.steps[last].edges())
    return ()


def _leading_to(flow: Flow, other: str) -> str:
    jumps: Mapping[str, str] = {
        step.flow: name for name, step in flow.steps.items() if isinstance(step, Goto)
    }
    return jumps.get(other, "")
