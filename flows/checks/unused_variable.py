"""A variable that is declared but never kept or asked for is left over."""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.variables import variables_used

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Compare what is declared with what is used."""
    used = {name for name, _ in variables_used(subject)}
    for index, name in enumerate(subject.flow.vars):
        if name not in used:
            yield Found(("vars", str(index)), f"{name!r} is used nowhere: take it away")
