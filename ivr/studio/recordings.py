"""Recordings of a flow's sentences in its draft: which there are, put in, taken away."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.definition import Flow, Language
from flows.editing import NoSuchPlace, put, put_all, remove
from flows.prompts import Prompt
from flows.recording import words_of


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording of a sentence in one language. `says`: it is of the words that stand there."""

    sound: str
    seconds: float
    says: bool


def recorded(flow: Flow, key: str, lengths: Mapping[str, float]) -> Mapping[str, Recorded]:
    """Give a sentence's recordings by language; `lengths` are in seconds, by sound."""
    texts = flow.prompts.get(key, {})
    return {
        str(language): Recorded(
            one.sound, lengths.get(one.sound, 0.0), one.says(texts.get(language, ""))
        )
        for language, one in flow.recordings.get(key, {}).items()
    }


def with_recording(
    text: str, flow: Flow, place: tuple[str, Language], sound: str, shared: Prompt | None
) -> str:
    """
    Let a sentence be played in one language.

    One of the library becomes the flow's own, in every language: another flow may word it
    otherwise. Raises NoSuchPlace when there are no such words, or they have values.
    """
    key, language = place
    own = {str(each): words for each, words in flow.prompts.get(key, {}).items()}
    texts = own or dict(shared.text if shared else {})
    words = texts.get(language, "")
    if not words or "{" in words:
        raise NoSuchPlace(("prompts", key, language))
    if not own:
        spoken = [str(each) for each in flow.languages if each in texts]
        text = put_all(text, ((("prompts", key, each), texts[each]) for each in spoken))
    return put(text, ("recordings", key, language), {"sound": sound, "words": words_of(words)})


def without_recording(text: str, place: tuple[str, Language]) -> str:
    """Let it be spoken. Raises NoSuchPlace."""
    return remove(text, ("recordings", *place))
