"""For which teams somebody waits, their place, and how long it will take: no side effects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from routing.choice import DANGER, everybody, staffing_order, teams_of, topic_of
from routing.configuration import Configuration
from routing.lines import Line
from routing.teams import Team

BANDS_SECONDS = (120, 300, 600, 1200)
"""Told as "less than"; what is longer is told in round figures."""
ROUND_SECONDS = ((2400, "wait.40"), (4500, "wait.60"))
MIN_HANDLED = 5
"""Fewer conversations than this are no measure of how long one takes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A team that somebody waits for, from so many seconds after they joined."""

    team: str
    after_seconds: int = 0


def teams_waited_for(
    configuration: Configuration,
    line: Line,
    topic: str,
    language: str,
    is_there: Callable[[Team], bool] = everybody,
) -> tuple[Wanted, ...]:
    """
    The desks for a call, and those that help after a while; empty if none of them is there.

    A team is a desk when its configuration says so; its `overflow` names who helps, and when.
    Danger waits only where the team that comes first is a desk: else its telephone rings at once.
    """
    topic = topic_of(line, topic)
    rung = staffing_order(teams_of(configuration, line), topic, language, is_there)
    if topic == DANGER and not (rung and rung[0].desk):
        return ()
    first = [team for team in rung if team.desk]
    wanted = {team.name: 0 for team in first}
    for team in first:
        for helper in team.overflow.teams if team.overflow else ():
            named = configuration.teams.get(helper)
            if named and named.desk and is_there(named):
                wanted.setdefault(helper, team.overflow.after_seconds if team.overflow else 0)
    return tuple(Wanted(team, seconds) for team, seconds in wanted.items())


def expected_seconds(ahead: int, agents: int, handled_seconds: Sequence[float]) -> int | None:
    """
    How long until it is somebody's turn, from how long conversations took of late.

    None without agents or with too little to go by: then nothing is said.
    """
    if agents <= 0 or len(handled_seconds) < MIN_HANDLED:
        return None
    each = sum(handled_seconds) / len(handled_seconds)
    return round(each * (ahead + 1) / agents)


def band(seconds: int) -> str:
    """Return the prompt that tells it, coarse on purpose: `wait.2` … `wait.more`."""
    for limit in BANDS_SECONDS:
        if seconds < limit:
            return f"wait.{limit // 60}"
    for limit, key in ROUND_SECONDS:
        if seconds < limit:
            return key
    return "wait.more"
