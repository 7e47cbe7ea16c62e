"""The world as a turn may see it, from the configuration in memory."""

from datetime import datetime

from flows import world as seen
from routing.choice import destinations
from routing.configuration import Configuration
from routing.lines import Line


def world_for(
    configuration: Configuration, line: Line, now: datetime, fallback: str
) -> seen.World:
    """Return the world of a call on this line. `fallback` is the last number, or empty."""

    def telephones(topic: str, language: str) -> tuple[seen.Destination, ...]:
        return ring_order(configuration, line, topic, language, fallback)

    return seen.World(
        now=now,
        line=line_seen(configuration, line),
        destinations=telephones,
        emergency=configuration.emergency.spoken,
    )


def ring_order(
    configuration: Configuration, line: Line, topic: str, language: str, fallback: str
) -> tuple[seen.Destination, ...]:
    """Return the telephones to ring for a call of this line, in order."""
    found = destinations(configuration, line, topic, language, fallback)
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
    )
