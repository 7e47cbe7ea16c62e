"""A recording of other words than those that stand there is not played; the words are spoken."""

from collections.abc import Iterator

from flows.recording import Recording
from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Compare what was recorded with what is written."""
    for key, recorded in subject.flow.recordings.items():
        for language, recording in recorded.items():
            if _is_outdated(recording, subject.flow.prompts.get(key, {}).get(language)):
                message = f"{key} was changed in {language} after it was recorded"
                place = ("recordings", key, language)
                yield Found(place, f"{message}: record it anew, or take it away", language)


def _is_outdated(recording: Recording, text: str | None) -> bool:
    return text is not None and "{" not in text and not recording.says(text)
