"""Menus that a call can come to before it has come to the notices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flows.definition import Flow
from flows.step import Step
from flows.steps.goto import Goto
from flows.steps.menu import Menu
from flows.steps.notices import Notices
from flows.ways import ways


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the way: `entrance` is the goto of the first flow that led out of it, if any."""

    flow: str
    step: str
    entrance: str = ""


def unread_menus(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[Stop]:
    """Walk from the start, into other flows too, but not past a notices step."""
    known = {**flows, flow.name: flow}
    seen: set[tuple[str, str]] = set()
    waiting = [Stop(flow.name, flow.start)]
    while waiting:
        stop = waiting.pop()
        step = known[stop.flow].steps.get(stop.step) if stop.flow in known else None
        if step is None or (stop.flow, stop.step) in seen:
            continue
        seen.add((stop.flow, stop.step))
        if isinstance(step, Menu):
            yield stop
        waiting.extend(_onward(stop, step, known))


def _onward(stop: Stop, step: Step, known: Mapping[str, Flow]) -> Iterator[Stop]:
    if isinstance(step, Notices):
        return
    if isinstance(step, Goto) and step.flow in known:
        start = step.step or known[step.flow].start
        yield Stop(step.flow, start, stop.entrance or stop.step)
    for way in ways(known[stop.flow], step):
        yield replace(stop, step=way.to)
