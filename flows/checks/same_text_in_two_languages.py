"""The same sentence in two languages has probably not been translated."""

from collections.abc import Iterator

from flows.speech.placeholders import PLACEHOLDER
from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Compare the texts of each prompt with those before them."""
    for key, texts in subject.flow.prompts.items():
        first: dict[str, str] = {}
        for language, text in texts.items():
            words = " ".join(text.casefold().split())
            if words in first and _has_words(text):
                message = f"{key} is the same in {language} as in {first[words]}: translate it"
                yield Found(("prompts", key, language), message, language)
            first.setdefault(words, language)


def _has_words(text: str) -> bool:
    return any(char.isalpha() for char in PLACEHOLDER.sub(" ", text))
