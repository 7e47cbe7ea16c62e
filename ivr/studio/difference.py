"""What has changed between two texts, line by line and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

NEAR = 2
"""Unchanged lines that are shown around a change."""
MOST_LINES = 4000
_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words or a line: `same` in both, `old` alone, or `new` alone. `line` counts from 1."""

    kind: Literal["same", "old", "new", "gap"]
    text: str
    line: int = 0


def changed_lines(old: str, new: str) -> Sequence[Piece]:
    """Give what differs between two files, with a little of what is around it."""
    before, after = old.splitlines()[:MOST_LINES], new.splitlines()[:MOST_LINES]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return list(_grouped(matcher, before, after))


def _grouped(
    matcher: SequenceMatcher[str], before: Sequence[str], after: Sequence[str]
) -> Iterator[Piece]:
    for number, group in enumerate(matcher.get_grouped_opcodes(NEAR)):
        if number:
            yield Piece("gap", "")
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                yield from (Piece("same", after[j], j + 1) for j in range(j1, j2))
            else:
                yield from (Piece("old", before[i], i + 1) for i in range(i1, i2))
                yield from (Piece("new", after[j], j + 1) for j in range(j1, j2))


def changed_words(old: str, new: str) -> Sequence[Piece]:
    """Give a sentence as it was and is, word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        piece
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        for piece in _pieces(kind, "".join(before[i1:i2]), "".join(after[j1:j2]))
    ]


def _pieces(kind: str, old: str, new: str) -> Iterator[Piece]:
    if kind == "equal":
        yield Piece("same", new)
        return
    if old:
        yield Piece("old", old)
    if new:
        yield Piece("new", new)
