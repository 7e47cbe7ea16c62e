"""
Steps that lead round to themselves without waiting for the caller would go on for ever.

The call would be cut short after fifty steps, with everything said over and over.
"""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.ways import quick_ways, reached


def find(subject: Subject) -> Iterator[Found]:
    """Find the steps that come back to themselves by ways that wait for nobody."""
    flow = subject.flow
    for name, step in flow.steps.items():
        onward = [way.to for way in quick_ways(flow, step)]
        if name in set(reached(flow, onward, lambda _, inner: quick_ways(flow, inner))):
            message = f"{name} comes back to itself without waiting for the caller: break the loop"
            yield Found(("steps", name), message)
