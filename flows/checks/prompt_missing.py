"""Every prompt that a step says must be written in the flow or be in the library."""

from collections.abc import Iterator

from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Look up every prompt that a step says."""
    for choice in subject.choices():
        if subject.prompt(choice.key) is None:
            message = f"there is no prompt {choice.key!r}: write it under prompts"
            yield Found(choice.path, message)
