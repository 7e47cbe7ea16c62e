"""What becomes of an offer: taken, met, ended; the person and the agent move with it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, or_, select, update

from ivr.callbacks.records import find_callback
from ivr.db.locks import only_writer
from ivr.db.tables.dispatch import agents, offers, waiting, waiting_teams
from ivr.dispatch.agents import change
from ivr.dispatch.people import LOCK, Left, leave
from ivr.dispatch.talks import tell_of_talk, took
from ivr.dispatch.wrapping_up import wrap_up_of
from routing.callback import State
from routing.configuration import Configuration

Outcome = Literal[
    "missed",
    "declined",
    "caller_gone",
    "agent_lost",
    "failed",
    "handed_on",
    "unreached",
    "withdrawn",
    "done",
]
"""
`unreached`: the customer of a callback did not answer the agent who took it; `withdrawn`: the
callback was called off, or is rung otherwise.
"""
BACK_IN_LINE: frozenset[Outcome] = frozenset(
    {"missed", "declined", "agent_lost", "failed", "handed_on"}
)
"""After these the person waits on, where they were."""
TALKED: frozenset[Outcome] = frozenset({"done", "handed_on"})
"""After these the agent has something to write down."""
UNTOUCHED: frozenset[Outcome] = frozenset({"caller_gone", "unreached", "withdrawn"})
"""After these the agent has been idle for as long as before."""
SHORTEST_TALK = timedelta(seconds=5)
"""Whoever is gone sooner than this had nobody to speak with: a line broke, or a caller gave up."""
MOST_MISSED = 3
"""So many missed or lost in a row, and an agent is away: nobody waits for an empty chair."""

LIVE = ("made", "ringing", "accepted", "met")

Row = Mapping[str, Any]


def find_offer(connection: Connection, id_: str) -> Row | None:
    """Return an offer with who it is about."""
    columns = waiting.c
    both = select(
        offers,
        columns.ref,
        columns.kind,
        columns.line,
        columns.language,
        columns.queue_sid,
        columns.card,
    ).join(waiting, columns.id == offers.c.waiting_id)
    found = connection.execute(both.where(offers.c.id == id_)).mappings().first()
    return dict(found) if found else None


def ringing(connection: Connection, id_: str, leg_sid: str) -> bool:
    """
    Note which call rings the agent: the first that is told of, and no other.

    False when the offer has ended meanwhile.
    """
    only_this = or_(offers.c.leg_sid.is_(None), offers.c.leg_sid == leg_sid)
    before = ("made", "ringing")
    return _move(connection, id_, before, only_this, state="ringing", leg_sid=leg_sid)


def accepted(connection: Connection, id_: str, leg_sid: str, now: datetime) -> bool:
    """
    Note that the agent pressed our key on this call; told again, it is as true as before.

    False when it is too late: another may have it. The caller's callbacks do not ring meanwhile.
    """
    only_writer(connection, LOCK)
    if not ringing(connection, id_, leg_sid):
        row = find_offer(connection, id_)
        return bool(row and row["leg_sid"] == leg_sid and row["state"] in ("accepted", "met"))
    _move(connection, id_, ("ringing",), state="accepted", accepted_at=now)
    _agent(connection, id_, state="busy", since=now, missed=0)
    took(connection, find_offer(connection, id_), now)
    return True


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
    waits_on = _waits_on(connection, id_, outcome)
    if not _move(connection, id_, LIVE, state="ended", outcome=outcome, ended_at=now):
        return False
    if waits_on:
        _person(connection, id_, state="waiting")
        _waits(connection, id_)
    else:
        _person(
            connection, id_, state="left", left_at=now, left_why=_why(connection, id_, outcome)
        )
    tell_of_talk(connection, find_offer(connection, id_), now)
    _free(connection, id_, outcome, now, wrap_up)
    return True


def agent_left(
    connection: Connection, id_: str, now: datetime, wrap_up: timedelta
) -> Outcome | None:
    """
    End an offer whose agent has hung up, or whose call has ended; None if it had ended before.

    Without our key they missed it; before they could speak, the caller has lost them.
    """
    only_writer(connection, LOCK)
    row = find_offer(connection, id_)
    if row is None or row["state"] == "ended":
        return None
    outcome: Outcome = "missed" if row["state"] in ("made", "ringing") else "agent_lost"
    if has_talked(row, now):
        outcome = "done"
    ended(connection, id_, outcome, now, wrap_up)
    return outcome


def caller_left(
    connection: Connection, id_: str, now: datetime, wrap_up: timedelta
) -> Outcome | None:
    """End an offer whose caller has hung up; None if it had ended before."""
    only_writer(connection, LOCK)
    row = find_offer(connection, id_)
    if row is None or row["state"] == "ended":
        return None
    outcome: Outcome = "done" if has_talked(row, now) else "caller_gone"
    ended(connection, id_, outcome, now, wrap_up)
    return outcome


def came_back(
    connection: Connection, ref: str, now: datetime, configuration: Configuration
) -> str:
    """
    Return how a meeting ended whose caller is out of the conference, and still there.

    `done`: they have had their talk. Where the agent's own end was not told yet, this is it. By
    now somebody else's telephone may ring for them, whom they have not met. Empty: nobody was.
    """
    only_writer(connection, LOCK)
    latest = (
        select(offers.c.id, offers.c.outcome, offers.c.team)
        .join(waiting, waiting.c.id == offers.c.waiting_id)
        .where(waiting.c.ref == ref, offers.c.accepted_at.is_not(None))
        .order_by(offers.c.accepted_at.desc(), offers.c.state == "ended")
    )
    found = connection.execute(latest.limit(1)).first()
    if found is None:
        return ""
    wrap_up = wrap_up_of(configuration, found.team)
    return agent_left(connection, found.id, now, wrap_up) or str(found.outcome)


def has_talked(row: Row, now: datetime) -> bool:
    """Did the two speak for long enough to have spoken?"""
    return bool(row["state"] == "met" and now - row["met_at"] >= SHORTEST_TALK)


def person_left(
    connection: Connection, ref: str, why: Left, now: datetime, wrap_up: timedelta
) -> Row | None:
    """
    Let somebody leave, whoever is being asked for them; return the live offer that this ended.

    Its agent's telephone is to be hung up, unless the two had met: then it ends by itself.
    """
    leave(connection, ref, why, now)
    live = (
        select(offers.c.id)
        .join(waiting, waiting.c.id == offers.c.waiting_id)
        .where(waiting.c.ref == ref, offers.c.state != "ended")
    )
    found = connection.execute(live).first()
    if found is None:
        return None
    caller_left(connection, found.id, now, wrap_up)
    return find_offer(connection, found.id)


def _waits_on(connection: Connection, id_: str, outcome: Outcome) -> bool:
    """A callback waits for an agent until it has one, is rung, or has ended: its state says so."""
    row = find_offer(connection, id_)
    if row and row["kind"] == "callback":
        callback = find_callback(connection, row["ref"], locked=True)
        return callback is not None and callback.state == State.OFFERED
    return outcome in BACK_IN_LINE


def _why(connection: Connection, id_: str, outcome: Outcome) -> Left:
    row = find_offer(connection, id_)
    if row and row["kind"] == "callback":
        return "cancelled" if outcome == "withdrawn" else "rung"
    return "served" if outcome == "done" else "hung_up"


def _free(
    connection: Connection, id_: str, outcome: Outcome, now: datetime, wrap_up: timedelta
) -> None:
    if outcome in TALKED and wrap_up:
        _agent(connection, id_, state="wrap_up", since=now, until=now + wrap_up, idle_since=now)
        return
    missed = outcome in ("missed", "agent_lost")
    name = select(offers.c.agent).where(offers.c.id == id_).scalar_subquery()
    row = connection.execute(select(agents.c.missed).where(agents.c.name == name)).scalar() or 0
    count = row + 1 if missed else 0
    away = count >= MOST_MISSED
    state = "away" if away else "available"
    idle = {} if outcome in UNTOUCHED else {"idle_since": now}
    _agent(connection, id_, state=state, since=now, missed=0 if away else count, **idle)


def _move(
    connection: Connection,
    id_: str,
    states: tuple[str, ...],
    *where: ColumnElement[bool],
    **values: object,
) -> bool:
    this = update(offers).where(offers.c.id == id_, offers.c.state.in_(states), *where)
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
