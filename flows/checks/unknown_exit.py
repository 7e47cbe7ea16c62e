"""A step can only be left by the exits of its type."""

from collections.abc import Iterator

from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Compare the exits that are written with those of the type."""
    for name, step in subject.flow.steps.items():
        for way in step.exits:
            if way not in step.outcomes:
                there_are = ", ".join(step.outcomes) or "none"
                message = f"{name} has no exit {way!r}; there are: {there_are}"
                yield Found(("steps", name, "exits", way), message)
