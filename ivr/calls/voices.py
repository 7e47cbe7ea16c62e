"""Which voice speaks which language; always both are told, as Twilio's default is English."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.settings import Settings


@dataclass(frozen=True, slots=True)
class Voice:
    """A language tag such as `fi-FI`, and Twilio's name of a voice that speaks it."""

    language: str
    name: str


Voices = Mapping[str, Voice]


def voices_of(settings: Settings) -> Voices:
    """Return the configured voices by our language codes, Finnish first."""
    return {
        "fi": Voice("fi-FI", settings.linja_voice_fi),
        "sv": Voice("sv-SE", settings.linja_voice_sv),
        "en": Voice("en-GB", settings.linja_voice_en),
    }
