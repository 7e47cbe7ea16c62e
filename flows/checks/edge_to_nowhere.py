"""Every way out of a step must lead to a step that exists."""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.ways import path_of


def find(subject: Subject) -> Iterator[Found]:
    """Look up where every way leads; a missing person is another check's."""
    flow = subject.flow
    for name, step in flow.steps.items():
        for way, to in step.edges():
            if to and to not in flow.steps:
                message = f"{name} leads to {to!r}, which does not exist: name one of the steps"
                yield Found(path_of(name, way), message)
