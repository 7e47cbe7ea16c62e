"""The answers that need nothing at all, made when the application starts."""

from collections.abc import Mapping

from flows.prompts import Prompt
from flows.speech import speak
from flows.verbs import Speech
from ivr.calls.twiml import without_us
from ivr.calls.voices import Voices


def last_words(prompts: Mapping[str, Prompt], voices: Voices, fallback: str) -> dict[str, str]:
    """
    Return a document for each language: the fallback number is rung, else we say when to call.

    Nothing whispers on that leg: an address of ours might be what fails.
    """

    def say(key: str, language: str) -> Speech:
        return speak(key, prompts[key].text[language], language, {})

    return {
        language: without_us(
            say("end.trouble.plain", language), fallback, say("end.trouble.last", language), voices
        )
        for language in voices
    }
