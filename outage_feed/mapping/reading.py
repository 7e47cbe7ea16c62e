"""What holds for every value of one document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from outage_feed.mapping.values import BadValue, Record, find, text_of


@dataclass(frozen=True, slots=True)
class Reading:
    """
    `zone` is that of times without an offset; `none` are the words, casefolded, that say nothing.

    `zeros_lost`: the file may have been through a spreadsheet, which makes 100 of 00100.
    """

    now: datetime
    zone: str | None = None
    none: frozenset[str] = frozenset()
    zeros_lost: bool = False

    def text(self, record: Record, path: str) -> str:
        """Return what a field says, '' for nothing. Raises BadValue."""
        try:
            text = text_of(find(record, path))
        except BadValue as error:
            raise BadValue(f'"{path}": {error}') from error
        return "" if self.none and text.casefold() in self.none else text


class Entry(Protocol):
    """One way to learn one of our values from a record: None where it says nothing."""

    def read(self, record: Record, reading: Reading, /) -> Any:
        """Raises BadValue."""


def first(entries: Sequence[Entry], record: Record, reading: Reading) -> Any:
    """Return what the first entry says that says anything. Raises BadValue."""
    for entry in entries:
        found = entry.read(record, reading)
        if found is not None:
            return found
    return None
