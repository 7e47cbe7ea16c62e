"""Agents: their telephone, their teams, and what they are doing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from ivr.db.locks import only_writer
from ivr.db.tables.dispatch import agent_teams, agents
from ivr.dispatch.people import LOCK

AgentState = Literal["away", "available", "offered", "busy", "wrap_up"]
CHOSEN: tuple[AgentState, ...] = ("available", "away")
"""What an agent may say of themselves; the rest follows from their calls."""
LOST_AFTER = timedelta(seconds=60)
"""A desk asks every second; one that has been silent for so long is closed."""


class BadAgent(ValueError):
    """Something about an agent that cannot be; the message says why."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who takes calls. `since`: when their state began; `until`: when wrap-up ends."""

    name: str
    telephone: str
    state: AgentState
    since: datetime
    until: datetime | None
    seen_at: datetime
    teams: tuple[str, ...]


def keep_agent(
    connection: Connection, name: str, telephone: str, teams: Collection[str], now: datetime
) -> None:
    """Make somebody an agent, or change their telephone and teams; what they do stays."""
    only_writer(connection, LOCK)
    changed = update(agents).where(agents.c.name == name).values(telephone=telephone)
    if connection.execute(changed).rowcount == 0:
        times = {"since": now, "idle_since": now, "seen_at": now}
        connection.execute(insert(agents), {"name": name, "telephone": telephone, **times})
    connection.execute(delete(agent_teams).where(agent_teams.c.name == name))
    if teams:
        rows = [{"name": name, "team": t, "free": False, "idle_since": now} for t in set(teams)]
        connection.execute(insert(agent_teams), rows)
    _mirror(connection, [name])


def find_agent(connection: Connection, name: str) -> Agent | None:
    """Find an agent by name."""
    row = connection.execute(select(agents).where(agents.c.name == name)).mappings().first()
    return _agent(row, _teams(connection, name)) if row else None


def all_agents(connection: Connection) -> Sequence[Agent]:
    """Return every agent, by name."""
    rows = connection.execute(select(agents).order_by(agents.c.name)).mappings().all()
    teams: dict[str, tuple[str, ...]] = {}
    found = select(agent_teams.c.name, agent_teams.c.team).order_by(agent_teams.c.team)
    for name, team in connection.execute(found):
        teams[name] = (*teams.get(name, ()), team)
    return [_agent(row, teams.get(row["name"], ())) for row in rows]


def choose_state(connection: Connection, name: str, state: str, now: datetime) -> None:
    """Let an agent say that they are there, or away. Raises BadAgent while a call is on."""
    only_writer(connection, LOCK)
    if state not in CHOSEN:
        raise BadAgent(f"{state!r} cannot be chosen: choose one of {', '.join(CHOSEN)}.")
    free = agents.c.state.in_(("away", "available", "wrap_up"))
    times = {"since": now, "idle_since": now, "seen_at": now, "until": None, "missed": 0}
    which = and_(agents.c.name == name, free, agents.c.state != state)
    if change(connection, which, state=state, **times) == 0:
        found = find_agent(connection, name)
        if found is None:
            raise BadAgent(f"{name!r} is no agent.")
        if found.state != state:
            raise BadAgent("A call is on: end it first.")


def change(connection: Connection, which: ColumnElement[bool], **values: object) -> int:
    """Change some agents, and what their teams know of them; return how many they were."""
    changed = update(agents).where(which).values(**values).returning(agents.c.name)
    names = list(connection.execute(changed).scalars())
    if names:
        _mirror(connection, names)
    return len(names)


def seen(connection: Connection, name: str, now: datetime) -> None:
    """Note that an agent's desk is open."""
    connection.execute(update(agents).where(agents.c.name == name).values(seen_at=now))


def tidy(connection: Connection, now: datetime) -> int:
    """End wrap-ups whose time is over, and send away who has closed the desk; return how many."""
    only_writer(connection, LOCK)
    over = and_(agents.c.state == "wrap_up", agents.c.until <= now)
    rested = change(connection, over, state="available", since=now, until=None, idle_since=now)
    lost = and_(agents.c.state == "available", agents.c.seen_at <= now - LOST_AFTER)
    return rested + change(connection, lost, state="away", since=now)


def _mirror(connection: Connection, names: Collection[str]) -> None:
    own = agents.c.name == agent_teams.c.name
    free = select(agents.c.state == "available").where(own).scalar_subquery()
    idle = select(agents.c.idle_since).where(own).scalar_subquery()
    theirs = update(agent_teams).where(agent_teams.c.name.in_(names))
    connection.execute(theirs.values(free=free, idle_since=idle))


def _teams(connection: Connection, name: str) -> tuple[str, ...]:
    found = select(agent_teams.c.team).where(agent_teams.c.name == name)
    return tuple(sorted(connection.execute(found).scalars()))


def _agent(row: Mapping[Any, Any], teams: tuple[str, ...]) -> Agent:
    return Agent(
        name=row["name"],
        telephone=row["telephone"],
        state=row["state"],
        since=row["since"],
        until=row["until"],
        seen_at=row["seen_at"],
        teams=teams,
    )
