"""What is wrong with an entry, beside its fields and in the language of the page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ivr.web.words import language_of_page, word
from routing.problems import Problem

KNOWN: Mapping[str, str] = {
    "must be a window such as": "window",
    "must be between 00:00 and 24:00": "clock",
    "begins when it ends": "no_time",
    "has windows that overlap": "overlap",
    "must be a date such as": "date",
    "must have a text for each": "reason",
    "is too long to listen to": "long",
    "names the same day twice": "twice",
    "there are no hours named": "no_hours",
    "must be small letters": "slug",
    "must be a valid international number": "number",
    "must not be empty": "empty",
    "is missing": "missing",
    "has the same value twice": "same",
    "must be a whole number": "whole",
    "needs a number to dial": "nobody",
    "is one of our own lines": "loop",
    "there is no team named": "no_team",
    "there is no line named": "no_line",
    "is also another line's name": "name_taken",
    "no team takes its calls": "unreachable",
    "must include the line's own language": "own_language",
}
"""How a sentence of the checks begins, and the word that says it: others stay as they are."""


class Told(NamedTuple):
    """A problem in words, and their language."""

    text: str
    language: str

    @classmethod
    def of_page(cls, key: str) -> "Told":
        """Say one of the words of the pages."""
        return cls(word(key), language_of_page())


Fields = Mapping[str, Sequence[Told]]


def beside(
    problems: Sequence[Problem], fields_at: Callable[[tuple[str | int, ...]], Iterable[str]]
) -> tuple[Fields, Sequence[Told]]:
    """Put each problem at its fields; what stands at none is told with its place."""
    found: dict[str, list[Told]] = {}
    other = []
    for one in problems:
        fields = list(fields_at(one.path))
        for name in fields:
            if _told(one) not in found.setdefault(name, []):
                found[name].append(_told(one))
        if not fields:
            told = _told(one)
            at = f"{one.at}: " if one.path else ""
            other.append(Told(at + told.text, told.language))
    return found, other


def _told(problem: Problem) -> Told:
    for begins, name in KNOWN.items():
        if begins in problem.text:
            return Told.of_page(f"admin.wrong.{name}")
    return Told(problem.text, "en")
