"""Settings of areas: how a source writes them, and what its own names of places stand for."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from outage_feed.areas import LONGEST_NAME, BadArea, as_given
from outage_feed.mapping.complaints import problem
from outage_feed.mapping.reading import Reading
from outage_feed.mapping.settings import OneOrMore, Path, Setting
from outage_feed.mapping.values import BadValue, Record, find, members, shown
from outage_feed.outage import Given
from outage_feed.texts import clean

SEPARATORS = re.compile(r"[;,\n]")
SHORT = re.compile(r"\b[0-9]{3,4}\b", re.ASCII)
SHORT_CODES = re.compile(r"[0-9]{3,5}( ?[-\u2013] ?[0-9]{3,5})?")
MOST_PLACES = 20_000


def _area(given: Any) -> Given:
    try:
        return as_given(given)
    except BadArea as error:
        raise problem(str(error)) from error


def _pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise problem(f"is no pattern: {error}") from error
    return pattern


OurArea = Annotated[Any, BeforeValidator(_area)]
Places = Annotated[dict[str, OneOrMore[OurArea]], Field(max_length=MOST_PLACES)]
Pattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_pattern)]


class Areas(NamedTuple):
    """Areas as we write them; `mended` are codes that had lost their zeros, as they were."""

    given: list[Given]
    mended: list[str]


class AreasOf(Setting):
    """
    A field of areas, or `always` the same ones.

    `pattern`: what one looks like in the text around it; else they stand between separators.
    `as`: what a word is that `places` does not list.
    """

    field: Path | None = None
    always: OneOrMore[OurArea] | None = None
    separator: Annotated[str, Field(min_length=1, max_length=10)] | None = None
    pattern: Pattern | None = None
    as_: Annotated[Literal["postcode", "municipality", "place"], Field(alias="as")] = "postcode"
    places: Places = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.field is None) == (self.always is None):
            raise problem("needs either field, the name of a field, or always, a list of areas")
        if self.separator and self.pattern:
            raise problem("separator and pattern exclude each other")
        return self

    def read(self, record: Record, reading: Reading) -> Areas | None:
        """Return the areas, each once. Raises BadValue."""
        if self.field is None:
            return Areas(list(self.always or ()), [])
        given, mended = [], []
        for word, zeros_lost in self._words(record, reading):
            areas = self._listed.get(word.casefold())
            if areas is None:
                area, whole = _read(word, self.as_, zeros_lost=zeros_lost)
                mended += [] if whole else [word]
                areas = [area]
            given += areas
        return Areas(_each_once(given), mended) if given else None

    @cached_property
    def _listed(self) -> dict[str, list[Given]]:
        return {clean(name).casefold(): areas for name, areas in self.places.items()}

    def _words(self, record: Record, reading: Reading) -> Iterator[tuple[str, bool]]:
        """Each word, and whether its zeros may be lost: a number has none in any file."""
        try:
            values = list(members(find(record, self.field or "")))
        except BadValue as error:
            raise BadValue(f'"{self.field}": {error}') from error
        for value in values:
            zeros_lost = reading.zeros_lost or isinstance(value, int)
            text = value if isinstance(value, str) else shown(value)
            for word in _parts(text, self.separator, self.pattern):
                if word.casefold() not in reading.none:
                    yield word, zeros_lost


@lru_cache(10_000)
def _parts(text: str, separator: str | None, pattern: str | None) -> tuple[str, ...]:
    """A list names the same areas in every poll."""
    if pattern is not None:
        compiled = re.compile(pattern)
        parts = [found[compiled.groups and 1] or "" for found in compiled.finditer(text)]
    else:
        parts = text.split(separator) if separator else SEPARATORS.split(text)
    return tuple(word for part in parts if (word := clean(part)))


@lru_cache(10_000)
def _read(word: str, kind: str, *, zeros_lost: bool) -> tuple[Given, bool]:
    """Return the area, and whether its zeros were all there."""
    if kind == "place":
        return {"place": word[:LONGEST_NAME]}, True
    short = zeros_lost and kind == "postcode" and SHORT_CODES.fullmatch(word)
    code = SHORT.sub(lambda found: found[0].zfill(5), word) if short else word
    try:
        return as_given(code), code == word
    except BadArea:
        named = kind == "municipality" and len(word) <= LONGEST_NAME
        return {"municipality" if named else "place": word[:LONGEST_NAME]}, True


def _each_once(areas: list[Given]) -> list[Given]:
    return list({str(area): area for area in areas}.values())
