"""What a turn may know of the world: read-only, and the same for every step of the turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Line:
    """The number that was dialled. `label` and `company` are spoken names, by language."""

    number: str
    name: str
    label: Mapping[str, str]
    company: Mapping[str, str]
    language: str
    languages: tuple[str, ...]
    services: tuple[str, ...]
    urgent: bool = False
    messages: bool = False
    """Can text messages be sent for it?"""


@dataclass(frozen=True, slots=True)
class Destination:
    """One of our own telephones, and the language that its people speak."""

    team: str
    number: str
    language: str


Destinations = Callable[[str, str], tuple[Destination, ...]]
"""`(topic, language)` to the telephones to ring, in order; topic `danger` is the urgent team."""


@dataclass(frozen=True, slots=True)
class Opening:
    """
    Is somebody there? `why` not: `hours`, `weekend`, `holiday`, `eve`, `exception`.

    `holiday` names the day, as `flows.speech.Holiday` does; `opens_at` is when somebody will be.
    """

    open: bool
    why: str = ""
    holiday: str = ""
    opens_at: datetime | None = None


Openings = Callable[[str, str], Opening]
"""`(topic, language)` to whether somebody is there for it."""


Waits = Callable[[str, str], bool]
"""`(topic, language)` to whether callers wait in the queue for it, and no telephone is rung."""


def nobody_waits(_topic: str, _language: str) -> bool:
    """Say that telephones are rung, whatever it is about."""
    return False


def always_open(_topic: str, _language: str) -> Opening:
    """Say that somebody is there, whatever it is about."""
    return Opening(open=True)


@dataclass(frozen=True, slots=True)
class World:
    """`now` is an aware time; `emergency` is the switched-on message by language, or empty."""

    now: datetime
    line: Line
    destinations: Destinations
    emergency: Mapping[str, str]
    opening: Openings = always_open
    waits: Waits = nobody_waits
