"""One value as the pieces of speech that it becomes."""

from functools import lru_cache
from typing import assert_never

from flows.speech.between import between_phrase
from flows.speech.freetext import clean, cut, spell
from flows.speech.greetings import greeting
from flows.speech.holidays import holiday_name
from flows.speech.keys import key_word
from flows.speech.names import language_name
from flows.speech.numbers import digit_words, number
from flows.speech.phone import phone_groups
from flows.speech.places import postcode_pieces
from flows.speech.slots import (
    Between,
    Count,
    DigitWords,
    Greeting,
    Holiday,
    Key,
    LanguageName,
    Later,
    Moment,
    Name,
    Phone,
    Place,
    Postcode,
    SlotValue,
    Words,
)
from flows.speech.times import time_phrase
from flows.verbs import Alias, Break, Piece, Slow


def spoken(value: SlotValue, form: str, language: str) -> list[Piece]:
    """`form` is `by` or `at` for a time, else empty. A `Place` is not a value of this kind."""
    match value:
        case Moment() | Later() | Between() | Holiday() | Greeting():
            return [_of_the_day(value, form, language)]
        case Postcode():
            return postcode_pieces(value.code, language)
        case Phone():
            return _read_back(value, language)
        case Name():
            return [_name(value, language)]
        case _:
            return [_words(value, language)]


def _of_the_day(
    value: Moment | Later | Between | Holiday | Greeting, form: str, language: str
) -> str:
    match value:
        case Between():
            return between_phrase(value, language)
        case Holiday():
            return holiday_name(value.slug, language)
        case Greeting():
            return greeting(value.now, language)
        case Moment() | Later():
            return time_phrase(value, form, language)
        case _:
            assert_never(value)


def _words(value: Key | Count | LanguageName | Words | DigitWords | Place, language: str) -> str:
    match value:
        case Key():
            return key_word(value.key, language)
        case Count():
            return number(value.number, language)
        case LanguageName():
            return language_name(value.code, language)
        case Words():
            return spell(cut(clean(value.text)), language)
        case DigitWords():
            return digit_words(value.digits, language)
        case Place():
            raise TypeError("a place is spoken by its own placeholder, not as a value")
        case _:
            assert_never(value)


def _read_back(value: Phone, language: str) -> list[Piece]:
    first, *rest = phone_groups(value.e164, language)
    pieces: list[Piece] = [Slow(first)]
    for group in rest:
        pieces += [Break(250), Slow(group)]
    return pieces


@lru_cache(maxsize=256)  # the company's and its lines', in every call
def _name(value: Name, language: str) -> Piece:
    text = clean(value.text)
    return (
        Alias(text, spell(clean(value.spoken), language))
        if value.spoken
        else spell(text, language)
    )
