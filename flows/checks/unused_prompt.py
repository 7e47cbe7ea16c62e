"""A prompt that no step says and that takes no place in the library is never heard."""

from collections.abc import Iterator

from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Compare what is written with what is said."""
    said = {choice.key for choice in subject.choices()}
    said |= {f"{key}.{subject.flow.desk}" for key in said}
    for key in subject.flow.prompts:
        if key not in said and key not in subject.library:
            yield Found(("prompts", key), f"no step says {key}: say it somewhere, or take it away")
