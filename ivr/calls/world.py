"""The world as a turn may see it, from the configuration in memory."""

from collections.abc import Callable
from datetime import datetime

from flows import world as seen
from routing.choice import destinations, everybody
from routing.configuration import Configuration
from routing.lines import Line
from routing.opening import Opening
from routing.staffing import on_duty, staffed
from routing.teams import Team
from routing.waiting import teams_waited_for

Staffed = Callable[[Configuration, Line, str, str, datetime], Opening]


def world_for(
    configuration: Configuration,
    line: Line,
    now: datetime,
    fallback: str,
    staffed: Staffed = staffed,
) -> seen.World:
    """Return the world of a call on this line. `fallback` is the last number, or empty."""

    def telephones(topic: str, language: str) -> tuple[seen.Destination, ...]:
        there = on_duty(configuration, line, topic, now)
        return ring_order(configuration, line, topic, language, fallback, there)

    def opening(topic: str, language: str) -> seen.Opening:
        found = staffed(configuration, line, topic, language, now)
        opens_at = None if found.open else found.changes_at
        return seen.Opening(found.open, found.why, found.holiday, opens_at)

    def waits(topic: str, language: str) -> bool:
        there = on_duty(configuration, line, topic, now)
        return bool(teams_waited_for(configuration, line, topic, language, is_there=there))

    return seen.World(
        now=now,
        line=line_seen(configuration, line),
        destinations=telephones,
        emergency=configuration.emergency.spoken_on(line.name),
        opening=opening,
        waits=waits,
    )


def ring_order(
    configuration: Configuration,
    line: Line,
    topic: str,
    language: str,
    fallback: str,
    is_there: Callable[[Team], bool] = everybody,
) -> tuple[seen.Destination, ...]:
    """Return the telephones to ring for a call of this line, in order."""
    found = destinations(configuration, line, topic, language, fallback, is_there)
    return tuple(seen.Destination(one.team, one.number, one.language) for one in found)


def line_seen(configuration: Configuration, line: Line) -> seen.Line:
    """Return a line as the conversation may see it."""
    return seen.Line(
        number=line.number,
        name=line.name,
        label=line.labels,
        company=configuration.company_for(line),
        language=line.language,
        languages=line.languages,
        services=line.services,
        urgent=line.urgent,
        messages=line.sms_sender is not None,
    )
