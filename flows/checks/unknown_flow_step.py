"""A step of another flow can only be gone to if it exists there."""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.ways import jumps


def find(subject: Subject) -> Iterator[Found]:
    """Look up the step of every goto that names one."""
    for name, jump in jumps(subject.flow):
        there = subject.flows.get(jump.flow)
        if there and jump.step and jump.step not in there.steps:
            message = f"the flow {jump.flow} has no step {jump.step!r}: name one of its steps"
            yield Found(("steps", name, "step"), message)
