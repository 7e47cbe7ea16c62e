"""A call begins at the step that `start` names, so a step of that name must exist."""

from collections.abc import Iterator

from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Look `start` up among the steps."""
    flow = subject.flow
    if flow.start not in flow.steps:
        yield Found(("start",), f"there is no step {flow.start!r}: name one of the flow's steps")
