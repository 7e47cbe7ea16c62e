"""What a Say says, how long it takes, and whether Twilio would speak it."""

import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree.ElementTree import Element

from simulator.failure import Failed

CHARACTERS_A_SECOND = 14.0
MOST_ENCODED = 4500
MOST_POLLY = 3000
MOST_GOOGLE = 5000
POLLY = {
    "fi-FI": frozenset({"Suvi"}),
    "sv-SE": frozenset({"Elin", "Astrid"}),
    "en-GB": frozenset({"Amy", "Brian", "Emma", "Arthur"}),
}
"""Amazon Polly's voices for the languages that we pair strictly."""


def words_of(say: Element) -> str:
    """The words alone, single-spaced; a break is a space, a sub its written text."""
    return " ".join("".join(_pieces(say)).split())


def seconds_of(say: Element) -> float:
    """How long it takes to say, about; once, whatever its `loop`."""
    breaks = sum(_break_seconds(pause.get("time", "")) for pause in say.iter("break"))
    return len(words_of(say)) / CHARACTERS_A_SECOND + breaks


def check_say(say: Element) -> None:
    """
    Raise Failed when voice and language do not fit or the length is wrong (Twilio: 13511-13521).

    That they are in Twilio's lists is the schema's affair.
    """
    language, voice = say.get("language", ""), say.get("voice", "")
    words = words_of(say)
    if not language:
        raise Failed(13511, "Say: without a language the account's setting decides")
    if not voice:
        raise Failed(13512, "Say: without a voice the account's setting decides")
    if not _speaks(voice, language):
        raise Failed(13512, f"Say: {voice} does not speak {language}")
    most = MOST_GOOGLE if voice.startswith("Google.") else MOST_POLLY
    if not words:
        raise Failed(13520, "Say: there is nothing to say")
    if len(words) > most or len(quote(words)) > MOST_ENCODED:
        raise Failed(13521, f"Say: {len(words)} characters are too many")


def _speaks(voice: str, language: str) -> bool:
    if voice.startswith("Google."):
        return voice.startswith(f"Google.{language}-")
    if not voice.startswith("Polly.") or language not in POLLY:
        return True
    return re.split(r"[.-]", voice)[1] in POLLY[language]


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        parted = child.tag in {"break", "p", "s"}
        yield " " if parted else ""
        yield from _pieces(child)
        yield " " if parted else ""
        yield child.tail or ""


def _break_seconds(time: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", time)
    if not found:
        return 0.5
    return float(found[1]) / (1000 if found[2] == "ms" else 1)
