"""A line of the journal as it is read back, cut to what the database takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ivr.db.tables.journal import call_turns
from ivr.feeds.heard_before import HeardNotice

_LENGTHS = {
    column.name: getattr(column.type, "length", None) or 0 for column in call_turns.columns
}

_ADDED = {"bundle": ""}
"""A line may have been written by the version before."""


class BadLine(Exception):
    """A line that is not one of ours, or only half of one."""


@dataclass(frozen=True, slots=True)
class Written:
    """`turn` is a row of `call_turns`; the caller's `number` belongs to `calls` alone."""

    number: str
    turn: Mapping[str, Any]
    heard: tuple[HeardNotice, ...] = ()
    places: tuple[str, ...] | None = None
    services: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """The call and the turn: a webhook that came twice has written two lines of one key."""
        return self.turn["call_sid"], self.turn["turn"]


def read_line(plain: Any) -> Written:
    """Read what `Noted.to_json` wrote. Raises BadLine."""
    try:
        plain = {**_ADDED, **plain}
        row = {name: plain[name] for name in call_turns.columns.keys()}  # noqa: SIM118 -- a collection's
        row["at"] = datetime.fromisoformat(row["at"])
        row["turn"] = int(row["turn"])
        number = str(plain["number"])[:20]
    except (KeyError, TypeError, ValueError) as problem:
        raise BadLine(str(problem)) from problem
    turn = {name: _cut(name, value) for name, value in row.items()}
    return Written(
        number,
        turn,
        tuple(_heard(number, turn, plain.get("heard", ()))),
        _texts(plain.get("places")),
        _texts(plain.get("services")) or (),
    )


def _heard(number: str, turn: Mapping[str, Any], given: Any) -> Iterator[HeardNotice]:
    """Nothing is kept of a caller whose number is withheld."""
    for one in given if number else ():
        try:
            postcode, service, key, state, at = one.split(" ")
            estimate = None if at == "-" else datetime.fromisoformat(at)
        except ValueError:
            continue
        yield HeardNotice(
            number, turn["call_sid"], postcode, service, key, state, estimate, turn["at"]
        )


def _texts(given: Any) -> tuple[str, ...] | None:
    """Read a list of short texts; None when there is none."""
    return tuple(str(one)[:20] for one in given) if isinstance(given, list) else None


def _cut(name: str, value: Any) -> Any:
    """PostgreSQL takes neither a NUL nor a character too many, and would refuse all the rest."""
    if isinstance(value, str):
        return value.replace("\x00", "")[: _LENGTHS[name] or None]
    if isinstance(value, list):
        return [_cut("said", one) for one in value]
    if isinstance(value, dict):
        return {key: _cut("said", one) for key, one in value.items()}
    return value
