"""A step can only go to a flow that exists."""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.ways import jumps


def find(subject: Subject) -> Iterator[Found]:
    """Look up the flow of every goto."""
    for name, jump in jumps(subject.flow):
        if jump.flow not in subject.flows:
            known = ", ".join(sorted(subject.flows))
            message = f"there is no flow {jump.flow!r}; there are: {known}"
            yield Found(("steps", name, "flow"), message)
