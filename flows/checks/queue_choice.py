"""
A person who is waited for in the queue has both exits, `callback` and `voicemail`, or neither.

With both, key 1 asks for a callback while waiting, and who cannot wait has a choice.
"""

from collections.abc import Iterator

from flows.steps.human import Human
from flows.subject import Found, Subject
from flows.waits_in_queue import CHOICES

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Look for one exit without the other."""
    both = {*CHOICES.values()}
    for name, step in subject.flow.steps.items():
        missing = both - step.exits.keys()
        if isinstance(step, Human) and len(missing) == 1:
            message = f"{name} has no exit {missing.pop()!r}: who cannot wait is offered neither"
            yield Found(("steps", name, "exits"), message)
