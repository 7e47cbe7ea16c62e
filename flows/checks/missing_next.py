"""A step without `next` leads to the person. Say so, if that is what you mean."""

from collections.abc import Iterator

from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Find steps that lead on, but nowhere in particular."""
    for name, step in subject.flow.steps.items():
        if step.leads_on and not step.next:
            message = f"{name} has no `next`, so it leads to the person: write where it leads"
            yield Found(("steps", name), message)
