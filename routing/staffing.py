"""Is somebody there for what a call is about, by the hours of its line and of the teams."""

from collections.abc import Callable
from datetime import datetime

from routing.choice import DANGER, FAULTS, fitting, teams_of, topic_of, urgent
from routing.configuration import Configuration
from routing.hours import ALWAYS, Schedule
from routing.lines import Line
from routing.opening import Opening, opening
from routing.teams import Team
from routing.together import NEVER, together

AT_ANY_HOUR = {DANGER, FAULTS}
"""Topics that a line's own hours do not stop: there is only whether the team is there."""


def hours_named(configuration: Configuration, name: str | None) -> Schedule | None:
    """The schedule of a line or team: always without a name; None if the name is unknown."""
    return ALWAYS if name is None else configuration.hours.get(name)


def on_duty(
    configuration: Configuration, line: Line, topic: str, now: datetime
) -> Callable[[Team], bool]:
    """Tell which teams are there for this line and topic: `is_there` of `destinations`."""
    return lambda team: _of_team(configuration, line, topic_of(line, topic), team, now).open


def staffed(
    configuration: Configuration, line: Line, topic: str, language: str, now: datetime
) -> Opening:
    """
    Is somebody there, whom `destinations` would ring?

    When closed, it is the earliest opening among the teams that speak the language, else among
    the others. Danger is never closed. Without teams the line's hours are what there is.
    """
    topic, teams = topic_of(line, topic), teams_of(configuration, line)
    groups = fitting(teams, topic, language)
    first = urgent(teams, language) if topic == DANGER else []
    told = [
        [_of_team(configuration, line, topic, team, now) for team in group]
        for group in (first, *groups)
        if group
    ]
    open_now = [one for group in told for one in group if one.open]
    if open_now:
        return max(open_now, key=_until)
    if topic == DANGER:
        return Opening(open=True)
    if not told:
        return opening(hours_named(configuration, line.hours), now)
    return min(told[0], key=_until)


def _until(one: Opening) -> datetime:
    return one.changes_at or NEVER


def _of_team(
    configuration: Configuration, line: Line, topic: str, team: Team, now: datetime
) -> Opening:
    schedules = [hours_named(configuration, team.hours)]
    if topic not in AT_ANY_HOUR:
        schedules.insert(0, hours_named(configuration, line.hours))
    return together(schedules, now)
