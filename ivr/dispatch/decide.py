"""
One decision: who has waited longest, and who of ours is to take them.

A decision is one transaction, and over all machines there is one at a time: each person is
given to one agent and each agent one person. What else goes wrong, two partial indexes refuse.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, and_, exists, insert, or_, select, update

from ivr.db.locks import only_writer
from ivr.db.tables.agent_legs import agent_legs
from ivr.db.tables.dispatch import agent_teams, agents, offers, waiting, waiting_teams
from ivr.dispatch.agents import change
from ivr.dispatch.legs import LIVE
from ivr.dispatch.people import LOCK

NOT_AGAIN_FOR = timedelta(seconds=60)
"""Who did not take somebody is not asked about the same person again for so long."""
TRIED_AGAIN_AFTER = timedelta(seconds=5)
"""Where it was our own failure, or Twilio's, there is no reason to wait for longer."""
MOST_PASSED_OVER = 10
"""Those at the head whom everybody free has just been asked about."""


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


Admits = Callable[[Connection, str], bool]
"""May somebody be given away, by the id of their row? Who may not has left the line by then."""


def anybody(_connection: Connection, _waiting_id: str) -> bool:
    """Give everybody away."""
    return True


def decide(connection: Connection, now: datetime, admits: Admits = anybody) -> Decision | None:
    """Offer whoever has waited longest to the agent who has been idle longest; None: nobody."""
    only_writer(connection, LOCK)
    while True:
        left = 0
        for head in _heads(connection, now):
            agent = _agent_for(connection, head, now)
            if agent and admits(connection, head.waiting_id):
                return _offer(connection, head, agent, now)
            left += agent is not None
        if not left:
            return None


def _heads(connection: Connection, now: datetime) -> list[Head]:
    columns = waiting_teams.c
    somebody = exists().where(agent_teams.c.team == columns.team, agent_teams.c.free)
    first = (
        select(columns.rank, columns.since, columns.waiting_id, columns.team)
        .where(columns.waits, columns.from_at <= now, somebody)
        .order_by(columns.rank, columns.since, columns.team)
        .limit(MOST_PASSED_OVER)
    )
    return [Head(*row) for row in connection.execute(first)]


def _agent_for(connection: Connection, head: Head, now: datetime) -> str | None:
    theirs = offers.c.outcome.in_(("missed", "declined", "agent_lost", "handed_on"))
    ours = offers.c.outcome == "failed"
    asked_of_late = exists().where(
        offers.c.agent == agent_teams.c.name,
        offers.c.waiting_id == head.waiting_id,
        or_(
            and_(theirs, offers.c.ended_at > now - NOT_AGAIN_FOR),
            and_(ours, offers.c.ended_at > now - TRIED_AGAIN_AFTER),
        ),
    )
    still_rung = exists().where(agent_legs.c.agent == agent_teams.c.name, LIVE)
    free = (agent_teams.c.free, ~asked_of_late, ~still_rung)
    longest_idle = (
        select(agent_teams.c.name)
        .where(agent_teams.c.team == head.team, *free)
        .order_by(agent_teams.c.idle_since, agent_teams.c.name)
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
    change(connection, agents.c.name == agent, state="offered", since=now)
    return Decision(id_, head.waiting_id, agent, head.team)
