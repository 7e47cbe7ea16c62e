"""What the line of people is like, as a model: nothing of the application is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

NAMES = ("aino", "otto", "svea")
SPOKEN = {"aino": ("fi",), "otto": ("fi", "sv"), "svea": ("sv",)}
WAYS = ("agent", "caller", "both", "person", "back")
"""Who tells first that somebody has hung up."""
Refused = tuple[datetime, str, str]
"""Until when, about whom, and whom."""
BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@dataclass
class Waits:
    """Somebody in the model's line."""

    ref: str
    team: str
    urgent: bool
    since: datetime
    state: str = "waiting"
    callback: str = ""
    """Its id, while its customer has not come; empty for a caller."""
    off: bool = False


@dataclass
class Seat:
    """An agent in the model."""

    state: str = "away"
    idle_since: datetime = BEGAN
    until: datetime = BEGAN
    missed: int = 0


@dataclass
class Offered:
    """One offer in the model."""

    id: str
    ref: str
    name: str
    state: str = "made"
    met_at: datetime = BEGAN


def may_give_up(people: Mapping[str, Waits]) -> list[str]:
    """Return the callers who wait, and may hang up, in the order in which they came."""
    return [p.ref for p in people.values() if p.state == "waiting" and not p.callback]


def may_be_called_off(people: Mapping[str, Waits]) -> list[str]:
    """
    Return the callbacks whose customer has not been rung, in the order in which they came.

    Not by their ids: those are others in every run, and a story must be the same when told again.
    """
    standing = (p for p in people.values() if p.callback and p.state != "left")
    return [p.ref for p in standing if not p.off]


def next_of(
    people: Mapping[str, Waits],
    seats: Mapping[str, Seat],
    refused: Sequence[Refused],
    now: datetime,
) -> tuple[str, str] | None:
    """Return who is next and who takes them: urgent first, then by the original call."""
    lately = {(ref, name) for until, ref, name in refused if until > now}
    line = [person for person in people.values() if person.state == "waiting"]
    for person in sorted(line, key=lambda p: (not p.urgent, p.since)):
        free = [
            name
            for name in NAMES
            if seats[name].state == "available"
            and person.team in SPOKEN[name]
            and (person.ref, name) not in lately
        ]
        if free:
            return person.ref, min(free, key=lambda name: (seats[name].idle_since, name))
    return None
