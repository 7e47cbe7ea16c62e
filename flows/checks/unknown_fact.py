"""A condition can only ask about the facts that there are, or about vars.NAME."""

from collections.abc import Iterator

from flows.facts import FACTS, find_fact
from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Look up the fact of every comparison."""
    for name, step in subject.flow.steps.items():
        for test in step.tests():
            if find_fact(test.fact) is None:
                message = f"{test.problem()}; there are: {', '.join(FACTS)} and vars.NAME"
                yield Found(subject.path_to(("steps", name), test.fact), message)
