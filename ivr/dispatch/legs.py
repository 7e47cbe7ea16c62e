"""The calls that ring agents: at most one per offer, written down before it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, literal_column, or_, select, update

from ivr.db.tables.agent_legs import agent_legs
from ivr.db.tables.dispatch import offers

LIVE = agent_legs.c.state != literal_column("'over'")
"""To the letter as its index has it."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One row of `agent_legs`, as that table describes it, and the state of its offer."""

    offer_id: str
    telephone: str
    shown: str
    state: str
    call_sid: str | None
    claimed_at: datetime
    lease_until: datetime
    looked_at: datetime | None
    looks: int
    taking: str
    taking_until: datetime | None
    offer_state: str
    outcome: str


def intend(
    connection: Connection,
    offer: tuple[str, str],
    ends: tuple[str, str],
    lease: tuple[datetime, float],
) -> None:
    """
    Write down that a call is about to be asked for: for which offer, to which agent, and between
    which `ends` (telephone, number shown).

    `lease`: from when, by the database's time, and for how many seconds its maker alone may say
    what has become of it.
    """
    (offer_id, agent), (telephone, shown), (now, seconds) = offer, ends, lease
    who = {"offer_id": offer_id, "agent": agent}
    row = {**who, "telephone": telephone, "shown": shown, "state": "intent"}
    times = {"claimed_at": now, "lease_until": now + timedelta(seconds=seconds)}
    connection.execute(insert(agent_legs), {**row, **times})


def find_leg(connection: Connection, offer_id: str) -> Leg | None:
    """Return an offer's call."""
    return next(iter(_legs(connection, agent_legs.c.offer_id == offer_id)), None)


def legs_where(connection: Connection, *where: ColumnElement[bool]) -> Sequence[Leg]:
    """Return calls that are not over, the oldest first."""
    return _legs(connection, LIVE, *where)


def bind(connection: Connection, offer_id: str, call_sid: str) -> bool:
    """Note which call it is: the first that is told of. False if another is bound."""
    only_this = or_(agent_legs.c.call_sid.is_(None), agent_legs.c.call_sid == call_sid)
    begun = agent_legs.c.state.in_(("intent", "unknown"))
    _note(connection, offer_id, and_(only_this, begun), state="placed", call_sid=call_sid)
    found = find_leg(connection, offer_id)
    return found is not None and found.call_sid == call_sid


def doubt(connection: Connection, offer_id: str, now: datetime) -> bool:
    """Note that nobody knows whether there is a call."""
    intent = agent_legs.c.state == "intent"
    return _note(connection, offer_id, intent, state="unknown", looked_at=now, looks=0)


def still_ours(connection: Connection, offer_id: str, now: datetime) -> bool:
    """Has the lease of a call that we asked for not passed?"""
    ours = and_(agent_legs.c.state != "over", agent_legs.c.lease_until > now)
    return _note(connection, offer_id, ours, looks=0)


def is_over(connection: Connection, offer_id: str) -> bool:
    """Note that the call has ended, or was never made; False if that was known."""
    return _note(connection, offer_id, LIVE, state="over")


def looked(connection: Connection, offer_id: str, now: datetime, **values: Any) -> bool:
    """Note that Twilio was asked about it."""
    return _note(connection, offer_id, LIVE, looked_at=now, **values)


def claim_taking(connection: Connection, offer_id: str, now: datetime, seconds: float) -> bool:
    """Take it upon us to take the caller out of the queue, for so long."""
    free = or_(
        agent_legs.c.taking == "",
        and_(agent_legs.c.taking == "asked", agent_legs.c.taking_until <= now),
    )
    until = now + timedelta(seconds=seconds)
    return _note(connection, offer_id, free, taking="asked", taking_until=until)


def hold(connection: Connection, offer_id: str, *, held: bool) -> None:
    """Note whether the caller hears music, and not the agent."""
    _note(connection, offer_id, LIVE, held=held)


def taken(connection: Connection, offer_id: str) -> None:
    """Note that the caller is on their way."""
    _note(connection, offer_id, agent_legs.c.taking == "asked", taking="done")


def _legs(connection: Connection, *where: ColumnElement[bool]) -> Sequence[Leg]:
    both = (
        select(agent_legs, offers.c.state.label("offer_state"), offers.c.outcome)
        .join(offers, offers.c.id == agent_legs.c.offer_id)
        .where(*where)
        .order_by(agent_legs.c.claimed_at)
    )
    return [_leg(row) for row in connection.execute(both).mappings()]


def _note(
    connection: Connection, offer_id: str, where: ColumnElement[bool], **values: Any
) -> bool:
    this = update(agent_legs).where(agent_legs.c.offer_id == offer_id, where)
    return connection.execute(this.values(**values)).rowcount == 1


def _leg(row: Mapping[Any, Any]) -> Leg:
    return Leg(**{name: row[name] for name in Leg.__dataclass_fields__})
