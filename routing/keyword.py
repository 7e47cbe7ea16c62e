"""The words that stop and start text messages, in the languages of the lines."""

import re
import unicodedata
from enum import StrEnum

STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
"""Twilio answers these itself, and lets nothing through after them (Twilio: "SMS opt-out")."""
OUR_STOP = frozenset({"LOPETA", "PERU", "POISTA", "SLUTA", "STOPP", "AVSLUTA", "AVBRYT"})
START = frozenset({"START", "YES", "UNSTOP"})
"""Likewise Twilio's own."""
OUR_START = frozenset({"ALOITA", "JATKA", "BÖRJA", "STARTA"})


class Keyword(StrEnum):
    """
    What a text says by a word alone.

    Of those that are `…_twilio`, Twilio knows too, and answers them itself.
    """

    STOP = "stop"
    STOP_TWILIO = "stop_twilio"
    START = "start"
    START_TWILIO = "start_twilio"
    NONE = ""


_MEANS = {
    **dict.fromkeys(STOP, Keyword.STOP_TWILIO),
    **dict.fromkeys(OUR_STOP, Keyword.STOP),
    **dict.fromkeys(START, Keyword.START_TWILIO),
    **dict.fromkeys(OUR_START, Keyword.START),
}


def keyword(text: str) -> Keyword:
    """Read a text that is one such word, whatever its case and the marks around it."""
    if len(text.split()) != 1:
        return Keyword.NONE
    word = re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).upper()
    return _MEANS.get(word, Keyword.NONE)


def postcode_in(text: str) -> str:
    """Return the only postcode in a text, empty without one or with several different ones."""
    found = set(
        re.findall(r"(?<!\d)(?:(?:FI|AX)-?)?(\d{5})(?!\d)", text, re.IGNORECASE | re.ASCII)
    )
    return found.pop() if len(found) == 1 else ""
