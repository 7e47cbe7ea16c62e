"""The figures of the last weeks, by line and week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from ivr.figures.ratings import Asked, rated
from ivr.figures.reading import contacts_since, ratings_since
from ivr.figures.resolution import WITHIN, AfterNotice, Resolution, after_notices, first_contacts
from ivr.figures.weeks import weeks_back

NOBODY_ASKED = Asked(0, ())


@dataclass(frozen=True, slots=True)
class WeekOfLine:
    """What is known of a line (its name) in the week that begins on this Monday."""

    week: date
    line: str
    resolution: Resolution
    notices: AfterNotice
    survey: Asked


def weekly(
    connection: Connection, now: datetime, names: Mapping[str, str], weeks: int
) -> Sequence[WeekOfLine]:
    """
    Return the figures of this week and so many before it, the newest first.

    `names` are those of the lines by number. A week's first days need the calls of the week
    before them; calls that the journal no longer keeps are in no figure.
    """
    since = weeks_back(now, weeks)
    contacts = contacts_since(connection, since - WITHIN)
    resolved, repeated = first_contacts(contacts, now), after_notices(contacts, now)
    asked = {
        (names.get(line, line), week): told
        for (line, week), told in rated(ratings_since(connection, since)).items()
    }
    places = {
        (week, line) for line, week in (*resolved, *repeated, *asked) if week >= since.date()
    }
    return [
        WeekOfLine(
            week,
            line,
            resolved.get((line, week), Resolution()),
            repeated.get((line, week), AfterNotice()),
            asked.get((line, week), NOBODY_ASKED),
        )
        for week, line in sorted(places, key=lambda place: (-place[0].toordinal(), place[1]))
    ]
