"""Numbers, times, days and places as they are spoken; no figure is ever sent to a voice."""

from flows.speech.holidays import NAMED_HOLIDAYS
from flows.speech.length import seconds
from flows.speech.placeholders import KNOWN_PLACEHOLDERS, placeholders
from flows.speech.render import speak, speak_prompt
from flows.speech.slots import (
    Between,
    Count,
    DigitWords,
    Greeting,
    Holiday,
    Key,
    LanguageName,
    Later,
    MissingSlot,
    Moment,
    Name,
    Phone,
    Place,
    Postcode,
    SlotValue,
    Words,
)

__all__ = [
    "KNOWN_PLACEHOLDERS",
    "NAMED_HOLIDAYS",
    "Between",
    "Count",
    "DigitWords",
    "Greeting",
    "Holiday",
    "Key",
    "LanguageName",
    "Later",
    "MissingSlot",
    "Moment",
    "Name",
    "Phone",
    "Place",
    "Postcode",
    "SlotValue",
    "Words",
    "placeholders",
    "seconds",
    "speak",
    "speak_prompt",
]
