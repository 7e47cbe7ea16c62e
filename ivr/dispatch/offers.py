"""What becomes of an offer: taken, met, ended; the person and the agent move with it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from ivr.db.locks import only_writer
from ivr.db.tables.dispatch import agents, offers, waiting, waiting_teams
from ivr.dispatch.agents import change
from ivr.dispatch.people import LOCK, Left, leave

Outcome = Literal["missed", "declined", "caller_gone", "agent_lost", "failed", "done"]
BACK_IN_LINE: frozenset[Outcome] = frozenset({"missed", "declined", "agent_lost", "failed"})
"""After these the person waits on, where they were."""
MOST_MISSED = 3
"""So many in a row, and an agent is taken to be away: nobody is to wait for an empty chair."""

Row = Mapping[str, Any]


def find_offer(connection: Connection, id_: str) -> Row | None:
    """Return an offer with who it is about."""
    both = select(offers, waiting.c.ref, waiting.c.kind, waiting.c.line, waiting.c.queue_sid).join(
        waiting, waiting.c.id == offers.c.waiting_id
    )
    found = connection.execute(both.where(offers.c.id == id_)).mappings().first()
    return dict(found) if found else None


def ringing(connection: Connection, id_: str, leg_sid: str) -> bool:
    """Note which call rings the agent. False when the offer has ended meanwhile."""
    return _move(connection, id_, ("made", "ringing"), state="ringing", leg_sid=leg_sid)


def accepted(connection: Connection, id_: str, leg_sid: str, now: datetime) -> bool:
    """Note that the agent pressed our key. False when it is too late: another may have it."""
    only_writer(connection, LOCK)
    moved = _move(
        connection, id_, ("made", "ringing"), state="accepted", leg_sid=leg_sid, accepted_at=now
    )
    if moved:
        _agent(connection, id_, state="busy", since=now, missed=0)
    return moved


def met(connection: Connection, id_: str, now: datetime) -> bool:
    """Note that the two speak with each other."""
    only_writer(connection, LOCK)
    moved = _move(connection, id_, ("accepted",), state="met", met_at=now)
    if moved:
        _person(connection, id_, state="talking", met_at=now)
    return moved


def ended(
    connection: Connection, id_: str, outcome: Outcome, now: datetime, wrap_up: timedelta
) -> bool:
    """
    End an offer, once. The person waits on where they were, or has left; the agent is free.

    After a conversation comes wrap-up; who misses three in a row is away.
    """
    only_writer(connection, LOCK)
    live = ("made", "ringing", "accepted", "met")
    if not _move(connection, id_, live, state="ended", outcome=outcome, ended_at=now):
        return False
    if outcome in BACK_IN_LINE:
        _person(connection, id_, state="waiting")
        _waits(connection, id_)
    else:
        why = "served" if outcome == "done" else "hung_up"
        _person(connection, id_, state="left", left_at=now, left_why=why)
    _free(connection, id_, outcome, now, wrap_up)
    return True


def person_left(
    connection: Connection, ref: str, why: Left, now: datetime, wrap_up: timedelta
) -> Row | None:
    """
    Let somebody leave, whoever is being asked for them; return the live offer that this ended.

    Its agent's telephone is to be hung up, unless the two had met: then it ends by itself.
    """
    leave(connection, ref, why, now)
    live = (
        select(offers.c.id, offers.c.state)
        .join(waiting, waiting.c.id == offers.c.waiting_id)
        .where(waiting.c.ref == ref, offers.c.state != "ended")
    )
    found = connection.execute(live).first()
    if found is None:
        return None
    outcome: Outcome = "done" if found.state == "met" else "caller_gone"
    ended(connection, found.id, outcome, now, wrap_up)
    return find_offer(connection, found.id)


def _free(
    connection: Connection, id_: str, outcome: Outcome, now: datetime, wrap_up: timedelta
) -> None:
    if outcome == "done" and wrap_up:
        _agent(connection, id_, state="wrap_up", since=now, until=now + wrap_up, idle_since=now)
        return
    missed = outcome == "missed"
    name = select(offers.c.agent).where(offers.c.id == id_).scalar_subquery()
    row = connection.execute(select(agents.c.missed).where(agents.c.name == name)).scalar() or 0
    count = row + 1 if missed else 0
    away = outcome == "agent_lost" or count >= MOST_MISSED
    state = "away" if away else "available"
    idle = {} if outcome == "caller_gone" else {"idle_since": now}
    _agent(connection, id_, state=state, since=now, missed=0 if away else count, **idle)


def _move(connection: Connection, id_: str, states: tuple[str, ...], **values: object) -> bool:
    this = update(offers).where(offers.c.id == id_, offers.c.state.in_(states))
    return connection.execute(this.values(**values)).rowcount == 1


def _agent(connection: Connection, id_: str, **values: object) -> None:
    name = select(offers.c.agent).where(offers.c.id == id_).scalar_subquery()
    change(connection, agents.c.name == name, **values)


def _person(connection: Connection, id_: str, **values: object) -> None:
    whose = select(offers.c.waiting_id).where(offers.c.id == id_).scalar_subquery()
    this = update(waiting).where(waiting.c.id == whose, waiting.c.state != "left")
    connection.execute(this.values(**values))


def _waits(connection: Connection, id_: str) -> None:
    """Back in the line, unless they have left it meanwhile."""
    whose = select(offers.c.waiting_id).where(offers.c.id == id_).scalar_subquery()
    still = (
        select(waiting.c.id).where(waiting.c.id == whose, waiting.c.state == "waiting")
    ).scalar_subquery()
    theirs = update(waiting_teams).where(waiting_teams.c.waiting_id == still)
    connection.execute(theirs.values(waits=True))
