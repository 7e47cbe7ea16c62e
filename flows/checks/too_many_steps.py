"""More than 200 steps are too many for a person to keep in mind: make it several flows."""

from collections.abc import Iterator

from flows.subject import Found, Subject

MOST_STEPS = 200


def find(subject: Subject) -> Iterator[Found]:
    """Count."""
    count = len(subject.flow.steps)
    if count > MOST_STEPS:
        message = f"{count} steps; at most {MOST_STEPS}: move some to another flow, and go to it"
        yield Found(("steps",), message)
