"""
Key 0 leads to the step that `human` names, whatever the caller is doing.

It must exist and be of the type human: a person is one key away, always.
"""

from collections.abc import Iterator

from flows.steps.human import Human
from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Look `human` up, and see of which type it is."""
    flow = subject.flow
    step = flow.steps.get(flow.human)
    if step is None:
        yield Found(("human",), f"there is no step {flow.human!r}: add one of the type human")
    elif not isinstance(step, Human):
        yield Found(
            ("human",), f"the step {flow.human!r} is not of the type human: name one that is"
        )
