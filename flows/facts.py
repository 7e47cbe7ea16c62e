"""What a branch may ask about: a declared list, so that conditions draw as a form and check."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from flows.step import Visit

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LANGUAGES = ("fi", "sv", "en")
SERVICES = ("electricity", "newspaper", "telecom", "water", "heat", "mail", "other")

Kind = Literal["truth", "number", "word", "words"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be asked: its kind, the words it can be (empty: any), how to read it."""

    kind: Kind
    read: Callable[[Visit], bool | int | str | tuple[str, ...]]
    choices: tuple[str, ...] = ()


FACTS: Mapping[str, Fact] = {
    "caller.known": Fact("truth", lambda visit: visit.state.caller.customers > 0),
    "caller.withheld": Fact("truth", lambda visit: visit.state.caller.withheld),
    "caller.places": Fact("number", lambda visit: len(visit.state.caller.places)),
    "place.known": Fact("truth", lambda visit: bool(visit.state.place)),
    "line.name": Fact("word", lambda visit: visit.world.line.name),
    "line.services": Fact("words", lambda visit: visit.world.line.services, SERVICES),
    "line.urgent": Fact("truth", lambda visit: visit.world.line.urgent),
    "open": Fact("truth", lambda visit: visit.opening().open),
    "emergency.on": Fact("truth", lambda visit: bool(emergency_text(visit))),
    "language": Fact("word", lambda visit: visit.state.language, LANGUAGES),
    "weekday": Fact(
        "word",
        lambda visit: WEEKDAYS[visit.world.now.astimezone(HELSINKI).weekday()],
        WEEKDAYS,
    ),
    "hour": Fact("number", lambda visit: visit.world.now.astimezone(HELSINKI).hour),
}


def find_fact(name: str) -> Fact | None:
    """Find a fact by name; `vars.NAME` is a word that the flow keeps."""
    if name.startswith("vars."):
        return Fact("word", lambda visit: visit.state.vars.get(name.removeprefix("vars."), ""))
    return FACTS.get(name)


def emergency_text(visit: Visit) -> str:
    """Give the emergency message in the caller's language, if the switch is on."""
    return visit.world.emergency.get(visit.state.language, "")
