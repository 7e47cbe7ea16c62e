"""A fact can only be compared with what it can be: a number, true or false, or its words."""

from collections.abc import Iterator

from flows.facts import find_fact
from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Look at the comparisons whose fact exists."""
    for name, step in subject.flow.steps.items():
        for test in step.tests():
            if find_fact(test.fact) is not None and test.problem():
                yield Found(subject.path_to(("steps", name), test.fact), test.problem())
