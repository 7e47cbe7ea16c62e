"""Which of our telephones ring for a call, and in which order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from routing.configuration import Configuration
from routing.lines import Line
from routing.teams import Team

ANY = "any"
DANGER = "danger"
FAULTS = "faults"
FALLBACK_TEAM = "fallback"


@dataclass(frozen=True, slots=True)
class Destination:
    """One of our own telephones, and the language that its people speak."""

    team: str
    number: str
    language: str


def destinations(
    configuration: Configuration, line: Line, topic: str, language: str, fallback: str = ""
) -> tuple[Destination, ...]:
    """
    The telephones to ring, in order, none of them twice.

    Teams that speak the language come first, those of the topic before those for any; `any`
    means the line's own topic. Others are rung when none speaks it. `danger` goes to the
    danger teams (else the fault teams) in any language before anybody else.
    `fallback` is the last number, or empty. Empty only if there is nobody at all.
    """
    teams = [team for team in configuration.teams.values() if team.serves(line.name)]
    topic = line.topic if topic == ANY else topic
    ordered = chain(_urgent(teams, topic, language), _usual(teams, topic, language))
    found = list(_rung(ordered, language))
    if fallback:
        found.append(Destination(FALLBACK_TEAM, fallback, line.language))
    first: dict[str, Destination] = {}
    for one in found:
        first.setdefault(one.number, one)
    return tuple(first.values())


def _rung(teams: Iterable[Team], language: str) -> Iterator[Destination]:
    for team in teams:
        spoken = language if language in team.language else team.language[0]
        yield from (Destination(team.name, number, spoken) for number in team.dial)


def _urgent(teams: Sequence[Team], topic: str, language: str) -> list[Team]:
    if topic != DANGER:
        return []
    ready = _about(teams, DANGER) or _about(teams, FAULTS)
    return sorted(ready, key=lambda team: language not in team.language)


def _usual(teams: Sequence[Team], topic: str, language: str) -> Sequence[Team]:
    topic = FAULTS if topic == DANGER else topic
    speaking = [team for team in teams if language in team.language]
    others = [team for team in teams if language not in team.language]
    return (
        [*_about(speaking, topic), *_about(speaking, ANY)]
        or [*_about(others, topic), *_about(others, ANY)]
        or [*speaking, *others]
    )


def _about(teams: Iterable[Team], topic: str) -> list[Team]:
    return [team for team in teams if topic in team.topics]
