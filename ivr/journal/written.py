"""A line of the journal as it is read back, cut to what the database takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ivr.db.tables.journal import call_turns

_LENGTHS = {
    column.name: getattr(column.type, "length", None) or 0 for column in call_turns.columns
}


class BadLine(Exception):
    """A line that is not one of ours, or only half of one."""


@dataclass(frozen=True, slots=True)
class Written:
    """`turn` is a row of `call_turns`; the caller's `number` belongs to `calls` alone."""

    number: str
    turn: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, int]:
        """The call and the turn: a webhook that came twice has written two lines of one key."""
        return self.turn["call_sid"], self.turn["turn"]


def read_line(plain: Any) -> Written:
    """Read what `Noted.to_json` wrote. Raises BadLine."""
    try:
        row = {name: plain[name] for name in call_turns.columns.keys()}  # noqa: SIM118 -- a collection's
        row["at"] = datetime.fromisoformat(row["at"])
        row["turn"] = int(row["turn"])
        number = str(plain["number"])[:20]
    except (KeyError, TypeError, ValueError) as problem:
        raise BadLine(str(problem)) from problem
    return Written(number, {name: _cut(name, value) for name, value in row.items()})


def _cut(name: str, value: Any) -> Any:
    """PostgreSQL takes neither a NUL nor a character too many, and would refuse all the rest."""
    if isinstance(value, str):
        return value.replace("\x00", "")[: _LENGTHS[name] or None]
    if isinstance(value, list):
        return [_cut("said", one) for one in value]
    if isinstance(value, dict):
        return {key: _cut("said", one) for key, one in value.items()}
    return value
