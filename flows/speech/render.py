"""A prompt and its values into speech."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain

from flows.speech.freetext import spell
from flows.speech.placeholders import PLACEHOLDER, slot
from flows.speech.places import FORMS, place_pieces
from flows.speech.slots import MissingSlot, Place, SlotValue
from flows.speech.spoken import spoken
from flows.verbs import Break, Piece, Speech

_PARTS = re.compile(r"(\s*\|\s*|\{[^{}]*\})")
"""A placeholder, or the ` | ` between the options of a menu: half a second of silence."""


def speak(key: str, template: str, language: str, values: Mapping[str, SlotValue]) -> Speech:
    """
    The prompt `key`, whose text in `language` is `template`, with its values.

    `values` are by the placeholder's own name: `T` for `{T}`, `{T.by}` and `{T.at}`, `A` for
    `{A}` and `{A^}`. Raises `MissingSlot`. Figures in the text itself become words too.
    """
    pieces = chain.from_iterable(_part(part, key, language, values) for part in _parts(template))
    return Speech(key, language, _joined(pieces))


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[str, ...]:
    return tuple(part for part in _PARTS.split(template) if part)


def _part(part: str, key: str, language: str, values: Mapping[str, SlotValue]) -> list[Piece]:
    if part.strip() == "|":
        return [Break(500)]
    match = PLACEHOLDER.fullmatch(part)
    if not match:
        return [spell(part, language)]
    name = match.group(1)
    value = slot(values, name, key)
    if not isinstance(value, Place):
        return spoken(value, name.partition(".")[2], language)
    if name not in FORMS:
        raise MissingSlot(key, name)
    return place_pieces(value, name, language)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbouring words as one piece. "p.m." at the end of a sentence has one full stop."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if not isinstance(piece, str):
            joined.append(piece)
        elif isinstance(last, str):
            joined[-1] = last + _after(last, piece)
        elif piece:
            joined.append(piece)
    return tuple(joined)


def _after(before: str, words: str) -> str:
    return words.removeprefix(".") if before.endswith(".") else words
