"""A time from one whole hour until another on the same day, as one phrase."""

from datetime import timedelta

from flows.speech import english, finnish, swedish
from flows.speech.numbers import number
from flows.speech.slots import Between
from flows.speech.when import When, when

NOON, LAST = 12, 24
_HOURS = (
    "nollan yhden kahden kolmen neljän viiden kuuden seitsemän kahdeksan yhdeksän kymmenen "
    "yhdentoista kahdentoista kolmentoista neljäntoista viidentoista kuudentoista "
    "seitsemäntoista kahdeksantoista yhdeksäntoista kahdenkymmenen kahdenkymmenenyhden "
    "kahdenkymmenenkahden kahdenkymmenenkolmen kahdenkymmenenneljän"
)
_OF_HOURS = tuple(_HOURS.split())


def between_phrase(value: Between, language: str) -> str:
    """
    Say both hours, and the day once; what ends at midnight ends at twenty-four.

    Minutes are not said: give whole hours, by day.
    """
    first = when(value.start, value.now)
    last = when(value.end - timedelta(minutes=1), value.now).hour + 1
    match language:
        case "fi":
            hours = f"kello {_OF_HOURS[first.hour]} ja {_OF_HOURS[last]} välillä"
            return f"{finnish.day(first)} {hours}"
        case "sv":
            hours = f"mellan klockan {number(first.hour, 'sv')} och {number(last, 'sv')}"
            return f"{swedish.day(first)} {hours}"
        case _:
            day = english.day(first)
            return f"{day}{',' if ',' in day else ''} between {_english(first, last)}"


def _english(first: When, last: int) -> str:
    start, end = _clock(first.hour), _clock(last)
    half = end.rpartition(" ")[2]
    return f"{start.removesuffix(f' {half}')} and {end}"


def _clock(hour: int) -> str:
    if hour in {NOON, LAST}:
        return "noon" if hour == NOON else "midnight"
    half = "a.m." if hour < NOON else "p.m."
    return f"{number((hour - 1) % NOON + 1, 'en')} {half}"
