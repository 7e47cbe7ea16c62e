"""How somebody stands in the line, in one keyed read; and what tells how long that will take."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, select, tuple_

from ivr.db.tables.dispatch import agent_teams, agents, offers, waiting, waiting_teams

HANDLED_WITHIN = timedelta(hours=2)
"""Conversations longer ago tell little of today."""
MOST_HANDLED = 500
MOST_COUNTED = 500
"""Who has more before them hears the same: many, and over an hour."""


@dataclass(frozen=True, slots=True)
class Place:
    """
    Somebody's row, as far as a wait turn needs it. `ahead` by team, those alone whose turn has
    come; empty unless they wait. `queue_sid`: Twilio's queue, once it was kept.
    """

    state: str
    language: str
    chosen: str
    queue_sid: str
    teams: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Desks:
    """
    Who is at the desks, by team: `there` (anything but away), `free` of them; and how long the
    last conversations took an agent, the ringing included, in seconds.
    """

    there: Mapping[str, frozenset[str]] = field(default_factory=dict)
    free: frozenset[str] = frozenset()
    handled: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def at(self, teams: Sequence[str]) -> frozenset[str]:
        """Name who is at a desk of any of these teams."""
        return frozenset().union(*(self.there.get(team, frozenset()) for team in teams))

    def took(self, teams: Sequence[str]) -> list[float]:
        """Return how long the last conversations of these teams took."""
        return [seconds for team in teams for seconds in self.handled.get(team, ())]


_EARLIER = waiting_teams.alias("earlier")


def place_of(connection: Connection, ref: str, now: datetime) -> Place | None:
    """Read somebody's place, None without a row. It is counted on an index, up to a limit."""
    own, other = waiting_teams.c, _EARLIER.c
    before = tuple_(other.rank, other.since) < tuple_(own.rank, own.since)
    them = (
        select(other.waiting_id)
        .where(other.team == own.team, other.waits, other.from_at <= now, before)
        .correlate(waiting_teams)
        .limit(MOST_COUNTED)
        .subquery()
    )
    ahead = select(func.count()).select_from(them).scalar_subquery()
    counted = and_(own.waiting_id == waiting.c.id, own.waits, own.from_at <= now)
    columns = waiting.c
    found = connection.execute(
        select(columns.state, columns.language, columns.chosen, columns.queue_sid, own.team, ahead)
        .select_from(waiting.outerjoin(waiting_teams, counted))
        .where(columns.ref == ref)
    ).all()
    if not found:
        return None
    state, language, chosen, queue_sid = found[0][:4]
    teams = {row[4]: row[5] for row in found if row[4]}
    return Place(state, language, chosen, queue_sid or "", teams if state == "waiting" else {})


def desks(connection: Connection, now: datetime) -> Desks:
    """Read who is at the desks, and how long conversations took lately."""
    both = select(agent_teams.c.team, agents.c.name, agents.c.state).join(
        agents, agents.c.name == agent_teams.c.name
    )
    there: dict[str, set[str]] = defaultdict(set)
    free = set()
    for team, name, state in connection.execute(both.where(agents.c.state != "away")):
        there[team].add(name)
        if state == "available":
            free.add(name)
    seated = {team: frozenset(names) for team, names in there.items()}
    return Desks(seated, frozenset(free), _handled(connection, now))


def _handled(connection: Connection, now: datetime) -> Mapping[str, Sequence[float]]:
    columns: Any = offers.c
    latest = (
        select(columns.team, columns.made_at, columns.ended_at)
        .where(columns.ended_at > now - HANDLED_WITHIN, columns.outcome == "done")
        .order_by(columns.ended_at.desc())
        .limit(MOST_HANDLED)
    )
    took: dict[str, list[float]] = defaultdict(list)
    for team, made_at, ended_at in connection.execute(latest):
        took[team].append((ended_at - made_at).total_seconds())
    return took
