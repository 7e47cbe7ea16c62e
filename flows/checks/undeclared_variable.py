"""What a flow keeps is declared under `vars`, so that a slip of the pen is found."""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.variables import variables_used


def find(subject: Subject) -> Iterator[Found]:
    """Look at what is written, said and compared."""
    declared = set(subject.flow.vars)
    for name, path in variables_used(subject):
        if name not in declared:
            yield Found(path, f"{name!r} is not declared: add it to the flow's vars")
