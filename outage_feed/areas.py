"""Areas as sources write them, and the Finnish postcodes that they cover."""

import csv
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import Literal

from outage_feed.outage import Given
from outage_feed.texts import clean

CODE = r"(?:(?:FI|AX)[- ]?)?([0-9]{3}) ?([0-9]{2})"
CODES = re.compile(rf"{CODE}(?: ?[-\u2013] ?{CODE})?", re.IGNORECASE)
PREFIX = re.compile(r"([0-9]{1,4})\*", re.ASCII)
LONGEST_NAME = 100


class BadArea(ValueError):
    """An area that cannot be read; the message says what one looks like."""


@dataclass(frozen=True, slots=True, order=True)
class Codes:
    """The postcodes from `first` to `last`, both included."""

    first: str
    last: str


@dataclass(frozen=True, slots=True, order=True)
class Municipality:
    """A municipality by its code, three digits, or by its name, casefolded."""

    name: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a source's own words, casefolded: it covers no postcode, and is kept."""

    name: str


Area = Codes | Municipality | Place
Meant = Mapping[str, Sequence[Given]]
"""What people say that a source means by areas, by their `area_key`."""
NOTHING_SAID: Meant = {}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The postcodes that areas cover, and the areas that cover none."""

    postcodes: tuple[str, ...]
    unmatched: tuple[Given, ...]


def parse_area(given: object) -> Area:
    """Read one area. Raises BadArea; whether the place exists is not asked here."""
    if isinstance(given, str):
        return _codes(given)
    if isinstance(given, Mapping):
        if "municipality" not in given and "place" in given:
            return Place(_folded(_name(given, "place")))
        return Municipality(_municipality(_name(given, "municipality")))
    raise BadArea('must be a postcode, a range of them, or {"municipality": "…"}')


def as_given(given: object) -> Given:
    """Return an area as it is kept: cleaned, and nothing else with it. Raises BadArea."""
    area = parse_area(given)
    if isinstance(given, Mapping):
        name = "place" if isinstance(area, Place) else "municipality"
        return {name: clean(given[name])}
    return clean(str(given))


def area_key(area: Given) -> str:
    """Return what is the same for an area however its source spaces and capitalises it."""
    words = area if isinstance(area, str) else next(iter(area.values()))
    return _folded(clean(words))


@lru_cache(10_000)
def _codes(given: str) -> Codes:
    """A push names the same few thousand postcodes again and again."""
    text = clean(given)
    begins = PREFIX.fullmatch(text)
    if begins:
        return Codes(begins[1].ljust(5, "0"), begins[1].ljust(5, "9"))
    found = CODES.fullmatch(text)
    if not found:
        raise BadArea(
            'must be five digits such as "00100", a range such as "00920-00990", '
            'or a beginning such as "299*"'
        )
    first = found[1] + found[2]
    last = found[3] + found[4] if found[3] else first
    if last < first:
        raise BadArea("the range ends before it begins")
    return Codes(first, last)


def _name(given: Mapping[object, object], key: str) -> str:
    value = given.get(key)
    if not isinstance(value, str):
        example = 'a code such as "484", or a name,' if key == "municipality" else "words"
        raise BadArea(f'"{key}" must be {example} as a string')
    name = clean(value)
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadArea(f'"{key}" must have 1 to {LONGEST_NAME} characters')
    return name


def _municipality(name: str) -> str:
    if name.isascii() and name.isdigit():
        return name.zfill(3)
    return _folded(name)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


class Gazetteer:
    """Which postcodes there are, and in which municipality each lies."""

    def __init__(self, codes: Iterable[str], municipalities: Mapping[str, Iterable[str]]) -> None:
        self._codes = sorted(codes)
        self._known = frozenset(self._codes)
        place = {code: index for index, code in enumerate(self._codes)}
        self._municipalities = {
            name: _joined((place[code], place[code] + 1) for code in held)
            for name, held in municipalities.items()
        }

    @classmethod
    def from_csv(cls, text: str) -> "Gazetteer":
        """Read the columns `postcode`, `municipality_code`, `municipality_fi`, `…_sv`."""
        codes: list[str] = []
        municipalities: dict[str, list[str]] = {}
        for row in csv.DictReader(StringIO(text)):
            codes.append(row["postcode"])
            names = (row["municipality_fi"], row["municipality_sv"])
            for name in {row["municipality_code"], *map(_folded, names)}:
                municipalities.setdefault(name, []).append(row["postcode"])
        return cls(codes, municipalities)

    def kind(self, postcode: str) -> Literal["area", "pobox", "unknown"]:
        """Say whether people live there; boxes end in 1 beside an area's 0 (Posti)."""
        if postcode in self._known:
            return "area"
        if postcode.endswith("1") and f"{postcode[:-1]}0" in self._known:
            return "pobox"
        return "unknown"

    def resolve(self, areas: Iterable[Given], meant: Meant = NOTHING_SAID) -> Resolved:
        """Find the postcodes of areas that `parse_area` can read, else of what they are meant."""
        spans: list[tuple[int, int]] = []
        unmatched: list[Given] = []
        for given in areas:
            found = self._spans(parse_area(given)) or self._meant(given, meant)
            spans += found
            if not found:
                unmatched.append(given)
        codes = [code for first, last in _joined(spans) for code in self._codes[first:last]]
        return Resolved(tuple(codes), tuple(unmatched))

    def _meant(self, given: Given, meant: Meant) -> list[tuple[int, int]]:
        said = meant.get(area_key(given), ()) if meant else ()
        return [span for one in said for span in self._spans(parse_area(one))]

    def _spans(self, area: Area) -> list[tuple[int, int]]:
        """Where its postcodes stand in the sorted list."""
        if isinstance(area, Municipality):
            return self._municipalities.get(area.name, [])
        if isinstance(area, Place):
            return []
        first = bisect_left(self._codes, area.first)
        last = bisect_right(self._codes, area.last)
        return [(first, last)] if first < last else []


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what overlaps, so that ten thousand wide ranges cost no more than one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
