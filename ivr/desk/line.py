"""Who waits, as a desk shows it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from ivr.db.tables.dispatch import waiting, waiting_teams

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits, or is being taken. `wait_seconds` counts from their original call."""

    ref: str
    kind: str
    state: str
    language: str
    topic: str
    line: str
    urgent: bool
    teams: tuple[str, ...]
    wait_seconds: int


@dataclass(frozen=True, slots=True)
class TeamLine:
    """The line of one team: how many wait, and the longest wait."""

    team: str
    count: int
    longest_seconds: int


def in_line(connection: Connection, now: datetime) -> Sequence[InLine]:
    """Return everybody who waits or is being taken, in the order of their turn."""
    columns = waiting.c
    found = (
        select(waiting)
        .where(columns.state.in_(("waiting", "offered")))
        .order_by(columns.urgent.desc(), columns.since)
        .limit(MOST_SHOWN)
    )
    rows = connection.execute(found).all()
    teams = _teams(connection, [row.id for row in rows])
    return [
        InLine(
            ref=row.ref,
            kind=row.kind,
            state=row.state,
            language=row.language,
            topic=row.topic,
            line=row.line,
            urgent=row.urgent,
            teams=teams.get(row.id, ()),
            wait_seconds=int((now - row.since).total_seconds()),
        )
        for row in rows
    ]


def by_team(people: Collection[InLine]) -> Sequence[TeamLine]:
    """Sum them up; who waits for two teams counts in both."""
    waits: dict[str, list[int]] = {}
    for person in people:
        for team in person.teams:
            waits.setdefault(team, []).append(person.wait_seconds)
    return [TeamLine(team, len(all_), max(all_)) for team, all_ in sorted(waits.items())]


def _teams(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    columns = waiting_teams.c
    found = select(columns.waiting_id, columns.team).where(columns.waiting_id.in_(ids))
    teams: dict[str, tuple[str, ...]] = {}
    for id_, team in connection.execute(found.order_by(columns.from_at, columns.team)):
        teams[id_] = (*teams.get(id_, ()), team)
    return teams
