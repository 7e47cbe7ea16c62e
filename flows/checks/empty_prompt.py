"""A prompt without words is silence, and silence is heard as a broken line."""

from collections.abc import Iterator

from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Find texts without a letter."""
    for saying in subject.sayings():
        if not saying.text.strip():
            message = f"{saying.key} says nothing in {saying.language}: write the sentence"
            yield Found(saying.path, message, saying.language)
