"""The words of step types, fields and checks in the language of the page; English where none."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from flows.problems import Problem

ENGLISH = "en"
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Told:
    """Words, and the language that they are in."""

    text: str
    language: str


def name_of(language: str, type_: str) -> str:
    """Name a type of step; in English it is the word of the file."""
    return str(helped(language).get("names", {}).get(type_, type_))


def of_type(language: str, type_: str, english: str) -> Told:
    """Say what a type of step does."""
    return of_field(language, type_, "words", english)


def of_field(language: str, type_: str, field: str, english: str) -> Told:
    """Say what a field of a step is; English as it is in the model, when it is not translated."""
    words = helped(language).get("types", {}).get(type_, {}).get(field)
    return Told(words, language) if words else Told(english, ENGLISH)


def of_kind(language: str, english: str) -> str:
    """Say what may be written, as `flows.reference.kind` says it in English."""
    kinds = helped(language).get("kinds", {})
    if english in kinds or not kinds:
        return str(kinds.get(english, english))
    for begins in ("a list of:", "a map to:", "a map of"):
        if english.startswith(begins):
            return f"{kinds[begins]} {of_kind(language, english.removeprefix(begins).strip())}"
    return english.replace(" to ", kinds["to"])


def of_problem(language: str, problem: Problem) -> Told:
    """Say what is wrong and what to do."""
    templates = helped(language).get("checks", {})
    for key, pattern in _patterns(problem.id) if language != ENGLISH else ():
        found = pattern.fullmatch(problem.message)
        if found and key in templates:
            return Told(templates[key].format(**found.groupdict()), language)
    return Told(problem.message, ENGLISH)


@lru_cache(maxsize=128)
def _patterns(id_: str) -> list[tuple[str, re.Pattern[str]]]:
    """The places in the English words are patterns; quotation marks are left out."""
    checks = helped(ENGLISH)["checks"]
    return [(key, _pattern(checks[key])) for key in (id_, f"{id_}-2") if key in checks]


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("".join(_pieces(template)), re.DOTALL)


def _pieces(template: str) -> Iterator[str]:
    for at, part in enumerate(_PLACE.split(template)):
        yield rf"'?(?P<{part}>.+?)'?" if at % 2 else re.escape(part)


@lru_cache(maxsize=8)
def helped(language: str) -> Mapping[str, Any]:
    """Read the words of a language."""
    text = (resources.files("ivr.studio") / "help" / f"{language}.yaml").read_text("utf-8")
    found: Mapping[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 -- reads plain text alone
    return found
