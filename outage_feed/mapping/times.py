"""Settings of times, and which instant is meant where what is written may mean two."""

from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from outage_feed.mapping.complaints import problem
from outage_feed.mapping.local_times import EPOCHS, ISO, Span, has_year, span
from outage_feed.mapping.reading import Reading
from outage_feed.mapping.settings import OneOrMore, Path, Setting
from outage_feed.mapping.values import BadValue, Record
from outage_feed.times import AHEAD

TRIED = datetime(2028, 2, 29, 13, 5, 59, tzinfo=UTC)
MONTHS = ("%m", "%b", "%B", "%j", "%c", "%x")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise problem(f'no such time zone "{name[:50]}"; one is Europe/Helsinki') from error
    return name


def _format(format_: str) -> str:
    if format_ in {ISO, *EPOCHS}:
        return format_
    if not any(month in format_ for month in MONTHS):
        known = ", ".join((ISO, *EPOCHS))
        raise problem(f"must be {known}, or a day, month and clock such as %d.%m.%Y %H:%M")
    try:
        text, year = TRIED.strftime(format_), "" if has_year(format_) else " %Y"
        datetime.strptime(text + (year and " 2028"), format_ + year)  # noqa: DTZ007 -- only tried
    except ValueError as error:
        raise problem(f"cannot be used to read times: {error}") from error
    return format_


Zone = Annotated[str, AfterValidator(_zone)]
Format = Annotated[str, AfterValidator(_format)]
Formats = Annotated[OneOrMore[Format], Field(min_length=1, max_length=10)]


class TimeOf(Setting):
    """
    A field that tells a time, in the first of its `formats` that fits.

    `otherwise: none` takes what is no time for no time.
    """

    field: Path
    formats: Formats = Field(default_factory=lambda: [ISO])
    time_zone: Zone | None = None
    otherwise: Literal["none"] | None = None

    @cached_property
    def _forms(self) -> tuple[str, ...]:
        return tuple(self.formats)

    def span(self, record: Record, reading: Reading) -> Span | None:
        """Return what may be meant. Raises BadValue."""
        text = reading.text(record, self.field)
        if not text:
            return None
        try:
            return span(text, self._forms, self.time_zone or reading.zone, reading.now)
        except BadValue as error:
            if self.otherwise:
                return None
            raise BadValue(f'"{self.field}": {error}') from error


class StartOf(TimeOf):
    """When it begins: the earlier instant."""

    def read(self, record: Record, reading: Reading) -> datetime | None:
        """Return it in UTC. Raises BadValue."""
        found = self.span(record, reading)
        return found.first if found else None


class EndOf(TimeOf):
    """When it ends: the later instant, so that nobody is promised too much."""

    def read(self, record: Record, reading: Reading) -> datetime | None:
        """Return it in UTC. Raises BadValue."""
        found = self.span(record, reading)
        return found.last if found else None


class ChangeOf(TimeOf):
    """When something was written down: the later instant that is not ahead of our clock."""

    def read(self, record: Record, reading: Reading) -> datetime | None:
        """Return it in UTC. Raises BadValue."""
        found = self.span(record, reading)
        if found is None:
            return None
        if not found.clock:
            raise BadValue(f'"{self.field}": a date alone says too little of what came when')
        return found.first if found.last > reading.now + AHEAD else found.last
