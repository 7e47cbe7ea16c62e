"""A prompt and its values into speech."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flows.prompts import Prompt
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
    fixed = _fixed(template, language)
    if fixed is not None:
        return Speech(key, language, fixed)
    pieces: list[Piece] = []
    for part in _parts(template, language):
        pieces += _filled(part, key, language, values) if isinstance(part, _Slot) else (part,)
    return Speech(key, language, _joined(pieces))


def speak_prompt(
    key: str, prompt: Prompt, language: str, values: Mapping[str, SlotValue]
) -> Speech:
    """Speak a prompt as `speak` does, or have its recording played. Raises `MissingSlot`."""
    speech = speak(key, prompt.text[language], language, values)
    sound = prompt.sounds.get(language, "")
    return replace(speech, sound=sound) if sound else speech


@dataclass(frozen=True, slots=True)
class _Slot:
    """A placeholder: its name as written, without braces."""

    name: str


@lru_cache(maxsize=4096)
def _fixed(template: str, language: str) -> tuple[Piece, ...] | None:
    """Return what is always the same, None when something has to be filled in."""
    parts = [part for part in _parts(template, language) if not isinstance(part, _Slot)]
    return _joined(parts) if len(parts) == len(_parts(template, language)) else None


@lru_cache(maxsize=4096)
def _parts(template: str, language: str) -> tuple[Piece | _Slot, ...]:
    return tuple(_part(part, language) for part in _PARTS.split(template) if part)


def _part(part: str, language: str) -> Piece | _Slot:
    if part.strip() == "|":
        return Break(500)
    match = PLACEHOLDER.fullmatch(part)
    return _Slot(match.group(1)) if match else spell(part, language)


def _filled(
    part: _Slot, key: str, language: str, values: Mapping[str, SlotValue]
) -> Sequence[Piece]:
    name = part.name
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
