"""A recording says one of the flow's own sentences, whole; else it is never played."""

from collections.abc import Iterator

from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Look for a text without values behind each recording."""
    for key, recorded in subject.flow.recordings.items():
        texts = subject.flow.prompts.get(key, {})
        for language in recorded:
            problem = _problem(texts.get(language))
            if problem:
                place = ("recordings", key, language)
                yield Found(place, f"{key} in {language}: {problem}", language)


def _problem(text: str | None) -> str:
    if text is None:
        return "the flow has no such text: write it, or take the recording away"
    if "{" in text:
        return "what has values cannot be played: take the recording away"
    return ""
