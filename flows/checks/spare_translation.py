"""A text in a language that the flow does not speak is never heard."""

from collections.abc import Iterator

from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Compare the languages of the texts with those of the flow."""
    for saying in subject.sayings():
        if saying.language not in subject.flow.languages:
            message = f"the flow does not speak {saying.language}: add it to languages"
            yield Found(saying.path, f"{message}, or take the text away", saying.language)
