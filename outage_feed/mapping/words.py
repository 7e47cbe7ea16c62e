"""A source's words for our words: of a status, a service, a kind."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, Literal, Self, get_args

from pydantic import model_validator

from outage_feed.mapping.complaints import problem
from outage_feed.mapping.reading import Reading
from outage_feed.mapping.settings import Path, Setting
from outage_feed.mapping.values import Record
from outage_feed.outage import Kind, Service, Status
from outage_feed.texts import clean

GoingOn = Literal["scheduled", "active", "partially_restored"]


class WordsOf(Setting):
    """
    A field and what its words mean, or `always` one of ours.

    Our own words need not be listed. `otherwise` is for every other word, and for none.
    """

    NAME: ClassVar[str]
    OURS: ClassVar[tuple[str, ...]]

    field: Path | None = None
    always: Any = None
    words: Mapping[str, Any] = {}
    otherwise: Any = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.field is None) == (self.always is None):
            raise problem("needs either field, the name of a field, or always, one of our words")
        if self.always is not None and (self.words or self.otherwise):
            raise problem("always goes with nothing else")
        if self.field in self.OURS and not (self.words or self.otherwise):
            raise problem(
                f'names the source\'s field "{self.field}"; for the same word in every item '
                f"write {{always: {self.field}}}"
            )
        return self

    @cached_property
    def _meanings(self) -> dict[str, str]:
        written = {clean(word).casefold(): meaning for word, meaning in self.words.items()}
        return {word: word for word in self.OURS} | written

    def read(self, record: Record, reading: Reading) -> str | None:
        """Return one of our words, or None for a word that is not listed. Raises BadValue."""
        if self.field is None:
            return str(self.always)
        text = reading.text(record, self.field).casefold()
        found: str | None = self._meanings.get(text, self.otherwise)
        return found

    def unknown(self, record: Record, reading: Reading) -> str:
        """Say which word is not listed, or ''. Raises BadValue."""
        text = reading.text(record, self.field) if self.field is not None else ""
        place = f"add it under fields.{self.NAME}.words"
        return f'unknown {self.NAME} "{text[:100]}" in "{self.field}": {place}' if text else ""


class StatusOf(WordsOf):
    """An unknown word never says that it is over."""

    NAME = "status"
    OURS = get_args(Status)

    always: Status | None = None
    words: Mapping[str, Status] = {}
    otherwise: GoingOn | None = None


class ServiceOf(WordsOf):
    """What is broken."""

    NAME = "service"
    OURS = get_args(Service)

    always: Service | None = None
    words: Mapping[str, Service] = {}
    otherwise: Service | None = None


class KindOf(WordsOf):
    """Was it known beforehand?"""

    NAME = "kind"
    OURS = get_args(Kind)

    always: Kind | None = None
    words: Mapping[str, Kind] = {}
    otherwise: Kind | None = None
