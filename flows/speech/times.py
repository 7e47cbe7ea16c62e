"""A day and a clock time as one phrase, in the form that the sentence around it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flows.speech import english, finnish, swedish
from flows.speech.slots import Later, Moment
from flows.speech.when import When, when


@dataclass(frozen=True, slots=True)
class _Tongue:
    day: Callable[[When], str]
    clock: Callable[[When], str]


_TONGUES: Mapping[str, _Tongue] = {
    "fi": _Tongue(finnish.day, finnish.clock),
    "sv": _Tongue(swedish.day, swedish.clock),
    "en": _Tongue(english.day, english.clock),
}


def time_phrase(value: Moment | Later, form: str, language: str) -> str:
    """`form`: empty, `by` or `at`; only English has a word for it."""
    preposition = f"{form} " if form and language == "en" else ""
    if isinstance(value, Later):
        return preposition + _second_of_pair(value, language)
    if value.day_only:
        return _day_alone(value, form, language)
    return preposition + _whole(when(value.at, value.now), language)


@lru_cache(maxsize=1024)  # a time of day is said to many, and measured in every language
def _whole(moment: When, language: str) -> str:
    day, clock = _TONGUES[language].day(moment), _TONGUES[language].clock(moment)
    words = (clock, day) if language == "en" else (day, clock)
    return " ".join(word for word in words if word)


def _day_alone(value: Moment, form: str, language: str) -> str:
    """English "on" belongs to `by` and `at`; the bare phrase stands after "was" or "as of"."""
    day = _TONGUES[language].day(when(value.at, value.now, day_only=True))
    return day.removeprefix("on ") if language == "en" and not form else day


def _second_of_pair(value: Later, language: str) -> str:
    first, second = when(value.after, value.now), when(value.at, value.now)
    if _same_day(first, second, language):
        return _TONGUES[language].clock(second)
    return _whole(second, language)


def _same_day(first: When, second: When, language: str) -> bool:
    """Swedish "i natt" is both the night that is gone and the coming one: not the same day."""
    day = _TONGUES[language].day
    return first.coming == second.coming and day(first) == day(second)
