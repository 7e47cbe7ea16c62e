"""Which of our telephones ring for a call, and in which order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

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


def everybody(_team: Team) -> bool:
    """Take every team to be there, whatever the time."""
    return True


def destinations(
    configuration: Configuration,
    line: Line,
    topic: str,
    language: str,
    fallback: str = "",
    is_there: Callable[[Team], bool] = everybody,
) -> tuple[Destination, ...]:
    """
    The telephones to ring, in order, none of them twice.

    Teams that speak the language come first, those of the topic before those for any; `any`
    means the line's own topic. Others are rung when none of these is there. `danger` goes to the
    danger teams (else the fault teams) in any language before anybody else, and to all of them
    when nobody is there. `fallback` is the last number, or empty; it is no way around closing
    time. Empty if nobody is there, or there is nobody at all.
    """
    teams = teams_of(configuration, line)
    topic = topic_of(line, topic)
    rung = staffing_order(teams, topic, language, is_there)
    if not rung and topic == DANGER:
        rung = staffing_order(teams, topic, language, everybody)
    found = list(_telephones(rung, language))
    if fallback and (rung or not teams):
        found.append(Destination(FALLBACK_TEAM, fallback, line.language))
    first: dict[str, Destination] = {}
    for one in found:
        first.setdefault(one.number, one)
    return tuple(first.values())


def teams_of(configuration: Configuration, line: Line) -> list[Team]:
    """The teams that may take calls of a line."""
    return [team for team in configuration.teams.values() if team.serves(line.name)]


def topic_of(line: Line, topic: str) -> str:
    """`any` means the line's own topic."""
    return line.topic if topic == ANY else topic


def fitting(teams: Sequence[Team], topic: str, language: str) -> list[list[Team]]:
    """
    The teams for a topic, in the order in which they are rung.

    A later group is for when nobody of the earlier ones is there. `danger` asks for faults.
    """
    topic = FAULTS if topic == DANGER else topic
    speaking = [team for team in teams if language in team.language]
    others = [team for team in teams if language not in team.language]
    groups = [[*_about(some, topic), *_about(some, ANY)] for some in (speaking, others)]
    return [group for group in groups if group] or [[*speaking, *others]]


def urgent(teams: Sequence[Team], language: str) -> list[Team]:
    """The teams for danger, those first that speak the language."""
    ready = _about(teams, DANGER) or _about(teams, FAULTS)
    return sorted(ready, key=lambda team: language not in team.language)


def staffing_order(
    teams: Sequence[Team], topic: str, language: str, is_there: Callable[[Team], bool]
) -> list[Team]:
    """Return the teams that take a call now, in their order; `any` must be the line's topic."""
    first = urgent(teams, language) if topic == DANGER else []
    groups = ([*filter(is_there, group)] for group in fitting(teams, topic, language))
    return [*filter(is_there, first), *next((group for group in groups if group), [])]


def _telephones(teams: Iterable[Team], language: str) -> Iterator[Destination]:
    for team in teams:
        spoken = language if language in team.language else team.language[0]
        yield from (Destination(team.name, number, spoken) for number in team.dial)


def _about(teams: Iterable[Team], topic: str) -> list[Team]:
    return [team for team in teams if topic in team.topics]
