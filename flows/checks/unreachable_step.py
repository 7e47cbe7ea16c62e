"""A step that no call can come to is dead weight, and often a way that was forgotten."""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.ways import entries, reached, ways


def find(subject: Subject) -> Iterator[Found]:
    """Walk every way from the start, from the person and from where other flows come in."""
    flow = subject.flow
    if flow.start not in flow.steps:
        return
    starts = {flow.start, flow.human, *entries(flow, subject.flows)}
    there = set(reached(flow, starts, lambda _, step: ways(flow, step)))
    for name in flow.steps:
        if name not in there:
            message = f"no call can come to {name}: lead a way to it, or take it away"
            yield Found(("steps", name), message)
