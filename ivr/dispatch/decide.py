"""
One decision: who has waited longest, and who of ours is to take them.

A decision is one transaction, and over all machines there is one at a time: each person is
given to one agent and each agent one person. What else goes wrong, two partial indexes refuse.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, exists, insert, select, update

from ivr.db.locks import only_writer
from ivr.db.tables.dispatch import agent_teams, agents, offers, waiting, waiting_teams
from ivr.dispatch.people import LOCK

NOT_AGAIN_FOR = timedelta(seconds=60)
"""Who did not take somebody is not asked about the same person again for so long."""
MOST_PASSED_OVER = 10
"""Of one team, when those who could take them have just been asked."""


class Head(NamedTuple):
    """Somebody at the head of a team's line."""

    rank: int
    since: datetime
    waiting_id: str
    team: str


class Decision(NamedTuple):
    """Who is offered to whom."""

    offer: str
    waiting_id: str
    agent: str
    team: str


def decide(connection: Connection, now: datetime) -> Decision | None:
    """Offer whoever has waited longest to the agent who has been idle longest; None: nobody."""
    only_writer(connection, LOCK)
    heads = [
        head for team in _teams_with_agents(connection) for head in _heads(connection, team, now)
    ]
    for head in sorted(heads):
        agent = _agent_for(connection, head, now)
        if agent:
            return _offer(connection, head, agent, now)
    return None


def _teams_with_agents(connection: Connection) -> list[str]:
    free = (
        select(agent_teams.c.team)
        .join(agents, agents.c.name == agent_teams.c.name)
        .where(agents.c.state == "available")
        .distinct()
    )
    return list(connection.execute(free).scalars())


def _heads(connection: Connection, team: str, now: datetime) -> list[Head]:
    columns = waiting_teams.c
    first = (
        select(columns.rank, columns.since, columns.waiting_id, columns.team)
        .where(columns.team == team, columns.waits, columns.from_at <= now)
        .order_by(columns.rank, columns.since)
        .limit(MOST_PASSED_OVER)
    )
    return [Head(*row) for row in connection.execute(first)]


def _agent_for(connection: Connection, head: Head, now: datetime) -> str | None:
    asked_of_late = exists().where(
        offers.c.agent == agents.c.name,
        offers.c.waiting_id == head.waiting_id,
        offers.c.outcome.in_(("missed", "declined", "agent_lost", "failed")),
        offers.c.ended_at > now - NOT_AGAIN_FOR,
    )
    longest_idle = (
        select(agents.c.name)
        .join(agent_teams, agent_teams.c.name == agents.c.name)
        .where(agent_teams.c.team == head.team, agents.c.state == "available", ~asked_of_late)
        .order_by(agents.c.idle_since, agents.c.name)
        .limit(1)
    )
    found: str | None = connection.execute(longest_idle).scalar()
    return found


def _offer(connection: Connection, head: Head, agent: str, now: datetime) -> Decision:
    id_ = uuid4().hex
    made = {
        "id": id_,
        "waiting_id": head.waiting_id,
        "agent": agent,
        "team": head.team,
        "state": "made",
        "made_at": now,
    }
    connection.execute(insert(offers), made)
    this = update(waiting).where(waiting.c.id == head.waiting_id)
    connection.execute(this.values(state="offered"))
    theirs = update(waiting_teams).where(waiting_teams.c.waiting_id == head.waiting_id)
    connection.execute(theirs.values(waits=False))
    taken = update(agents).where(agents.c.name == agent)
    connection.execute(taken.values(state="offered", since=now))
    return Decision(id_, head.waiting_id, agent, head.team)
