"""A whole mapping, as the settings of a source hold it."""

import re
from datetime import datetime
from functools import cached_property

from pydantic import Field

from outage_feed.mapping.fields import Fields
from outage_feed.mapping.places import Pattern
from outage_feed.mapping.reading import Reading, first
from outage_feed.mapping.settings import OneOrMore, Path, Setting, Ways
from outage_feed.mapping.times import ChangeOf, Zone
from outage_feed.mapping.values import BadValue, Record
from outage_feed.push import Problem, Unreadable
from outage_feed.texts import clean
from outage_feed.times import AHEAD


class Ignore(Setting):
    """Records whose field is, as a whole, like `pattern` are left out."""

    field: Path
    pattern: Pattern
    why: str = ""

    def applies(self, record: Record, reading: Reading) -> bool:
        """Is the record one of them? A field that cannot be read is like nothing."""
        try:
            return bool(self._compiled.fullmatch(reading.text(record, self.field)))
        except BadValue:
            return False

    @property
    def reason(self) -> str:
        """Why, for people."""
        return self.why or f'"{self.field}" is like {self.pattern}'

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)


class Mapped(Setting):
    """
    The settings that JSON and CSV share.

    `snapshot`: the list is complete. `as_of`: when it was made; else when it was received.
    `none`: words that say nothing, in any field. `join`: records of one id are one outage.
    """

    snapshot: bool = False
    as_of: Ways[ChangeOf] | None = None
    time_zone: Zone | None = None
    none: OneOrMore[str] = Field(default_factory=list)
    ignore: OneOrMore[Ignore] = Field(default_factory=list)
    join: bool = False
    fields: Fields

    @cached_property
    def deciding(self) -> list[str]:
        """The source's names of all fields that more than people's knowledge depends on."""
        ways = [way for _, ways in self.fields.plain for way in ways]
        return _names(*(self.as_of or ()), *self.ignore, *ways, *self.fields.areas)

    @property
    def in_records(self) -> list[str]:
        """The source's names of all fields that its records should have."""
        ways = [way for _, ways in self.fields.plain for way in ways]
        texts = [way for _, _, ways in self.fields.texts for way in ways]
        names = _names(*self.ignore, *ways, *self.fields.areas, *texts)
        return list(dict.fromkeys([*names, *self.fields.details.values()]))

    def reading(self, now: datetime, *, zeros_lost: bool = False) -> Reading:
        """What holds for every value."""
        none = frozenset(clean(word).casefold() for word in self.none)
        return Reading(now, self.time_zone, none, zeros_lost)

    def made_at(self, head: Record, reading: Reading) -> datetime:
        """Return when a list was made. Raises Unreadable."""
        try:
            found: datetime = first(self.as_of or (), head, reading) or reading.now
        except BadValue as error:
            raise Unreadable(Problem("as_of", str(error))) from error
        if found > reading.now + AHEAD:
            raise Unreadable(Problem("as_of", "more than ten minutes ahead of our clock"))
        return found


def _names(*ways: object) -> list[str]:
    named = (getattr(way, "field", None) for way in ways)
    return list(dict.fromkeys(name for name in named if name))
