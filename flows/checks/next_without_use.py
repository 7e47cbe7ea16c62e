"""Some types never lead on by `next`: where it is written, it does nothing."""

from collections.abc import Iterator

from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Find `next` on a type that has none."""
    for name, step in subject.flow.steps.items():
        if step.next and not step.leads_on:
            message = f"{name} never goes on to {step.next!r}: take `next` away"
            yield Found(("steps", name, "next"), message)
