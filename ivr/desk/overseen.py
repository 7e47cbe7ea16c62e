"""What whoever is responsible for the service sees at one look, read from the database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from ivr.callbacks.account import Account, account_of, overdue, today
from ivr.callbacks.caps import HOUR, calls_since, held_by_caps, micros_spent
from ivr.callbacks.stopped import count_stopped
from ivr.clock import HELSINKI
from ivr.db.tables.dispatch import waiting, waiting_teams
from ivr.db.tables.ringing import dials
from ivr.dispatch.agents import Agent
from routing.caps import MICROS, Caps


@dataclass(frozen=True, slots=True)
class TeamNow:
    """
    A team: how many wait for it, the longest wait, and its agents by state.

    Who waits for two teams counts in both; an overflow counts from when it helps.
    """

    team: str
    waiting: int
    longest_seconds: int
    agents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """
    Today's callers who heard an estimate and met an agent: what they were told, how long they
    waited, both on average, and how many waited longer than told.
    """

    callers: int = 0
    told_seconds: float = 0
    waited_seconds: float = 0
    longer: int = 0


@dataclass(frozen=True, slots=True)
class CapNow:
    """A cap: how much of it is used now, of how much, and how many callbacks wait for it."""

    cap: str
    prefix: str
    used: float | None
    most: float
    waiting: int

    @property
    def is_reached(self) -> bool:
        """Does anything wait for it, or would the next call?"""
        return self.waiting > 0 or (self.used is not None and self.used >= self.most)


@dataclass(frozen=True, slots=True)
class Day:
    """What is read less often than who waits. `overdue_since` is when the first should be over."""

    account: Account
    overdue: int
    overdue_since: datetime | None
    told: Told
    caps: Sequence[CapNow]
    never_rung: int


def teams_now(
    connection: Connection, desks: Sequence[str], agents: Sequence[Agent], now: datetime
) -> Sequence[TeamNow]:
    """Return every desk, and every other team that somebody waits for."""
    lines = _waiting_for(connection, now)
    states: dict[str, Counter[str]] = {}
    for agent in agents:
        for team in agent.teams:
            states.setdefault(team, Counter())[agent.state] += 1
    return [
        TeamNow(
            team,
            lines[team][0] if team in lines else 0,
            int((now - lines[team][1]).total_seconds()) if team in lines else 0,
            states.get(team, {}),
        )
        for team in sorted({*desks, *lines})
    ]


def _waiting_for(connection: Connection, now: datetime) -> dict[str, tuple[int, datetime]]:
    """Count whoever waits for each team or is just being taken, and tell since when the first."""
    columns, found = waiting_teams.c, dict[str, tuple[int, datetime]]()
    told = select(columns.team, func.count(), func.min(columns.since)).group_by(columns.team)
    taken = select(waiting.c.id).where(waiting.c.state == "offered")
    for query in (
        told.where(columns.waits, columns.from_at <= now),
        told.where(~columns.waits, columns.waiting_id.in_(taken)),
    ):
        for team, many, first in connection.execute(query):
            before, since = found.get(team, (0, first))
            found[team] = before + many, min(since, first)
    return found


def day_now(connection: Connection, caps: Caps, now: datetime) -> Day:
    """Read what became of what was promised today, and what the caps hold back."""
    late, since = overdue(connection, now)
    return Day(
        account=account_of(connection, today(now), now),
        overdue=late,
        overdue_since=since,
        told=told_today(connection, now),
        caps=caps_now(connection, caps, now),
        never_rung=count_stopped(connection),
    )


def told_today(connection: Connection, now: datetime) -> Told:
    """Compare what callers were told with how long they waited after joining."""
    midnight = now.astimezone(HELSINKI).replace(hour=0, minute=0, second=0, microsecond=0)
    columns = (waiting.c.told_seconds, waiting.c.joined_at, waiting.c.met_at)
    met = and_(waiting.c.told_seconds.is_not(None), waiting.c.met_at >= midnight)
    rows = connection.execute(select(*columns).where(met)).all()
    if not rows:
        return Told()
    waits = [(row.told_seconds, (row.met_at - row.joined_at).total_seconds()) for row in rows]
    return Told(
        callers=len(waits),
        told_seconds=sum(told for told, _ in waits) / len(waits),
        waited_seconds=sum(waited for _, waited in waits) / len(waits),
        longer=sum(waited > told for told, waited in waits),
    )


def caps_now(connection: Connection, caps: Caps, now: datetime) -> Sequence[CapNow]:
    """Return every cap, those by prefix each with what has been used of it."""
    held = held_by_caps(connection, now)
    spent, an_hour_ago = micros_spent(connection, now) / MICROS, now - HOUR
    by_prefix = [
        CapNow(
            "prefix",
            prefix,
            calls_since(connection, an_hour_ago, dials.c.number.startswith(prefix)),
            most,
            held.get("prefix", 0),
        )
        for prefix, most in caps.prefixes_an_hour.items()
    ]
    calls = calls_since(connection, an_hour_ago)
    return [
        CapNow("hour", "", calls, caps.an_hour, held.get("hour", 0)),
        CapNow("money", "", spent, caps.euros_a_day, held.get("money", 0)),
        CapNow("number", "", None, caps.number_a_day, held.get("number", 0)),
        *by_prefix,
    ]
