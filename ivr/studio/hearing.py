"""What callers will hear differently: prompt by prompt, language by language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.definition import Bundle
from ivr.bundles.difference import changed_texts, changed_ways
from ivr.studio.difference import Piece, changed_words


@dataclass(frozen=True, slots=True)
class Heard:
    """One prompt that differs: by language its words, with what is new and what is gone."""

    key: str
    texts: Mapping[str, Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Difference:
    """`ways`: what else is different, a sentence each."""

    prompts: Sequence[Heard]
    ways: Sequence[str]


def difference(before: Bundle | None, after: Bundle | None) -> Difference | None:
    """Compare two versions; None when one of them cannot be read or is not there."""
    if before is None or after is None:
        return None
    return Difference(list(_prompts(before, after)), list(changed_ways(before, after)))


def _prompts(before: Bundle, after: Bundle) -> Iterator[Heard]:
    found: dict[str, dict[str, Sequence[Piece]]] = {}
    for one in changed_texts(before, after):
        name = f"{one.flow}: {one.key}" if one.flow else one.key
        words = changed_words(one.was or "", one.now or "")
        found.setdefault(name, {})[one.language] = words
    yield from (Heard(key, texts) for key, texts in found.items())
