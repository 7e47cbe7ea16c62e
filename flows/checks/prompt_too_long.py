"""More than 2,000 characters is more than one answer to the telephone may hold."""

from collections.abc import Iterator

from flows.subject import Found, Subject

MOST_CHARACTERS = 2000


def find(subject: Subject) -> Iterator[Found]:
    """Count the characters of every text."""
    for saying in subject.sayings():
        if len(saying.text) > MOST_CHARACTERS:
            message = f"{saying.key} has {len(saying.text)} characters, at most {MOST_CHARACTERS}"
            yield Found(saying.path, f"{message}: make it shorter", saying.language)
