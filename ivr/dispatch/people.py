"""Those who wait for a person: they join, keep their place, and leave for a named reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from ivr.db.locks import only_writer
from ivr.db.tables.dispatch import offers, waiting, waiting_teams
from routing.waiting import Wanted

Kind = Literal["call", "callback"]
Left = Literal[
    "served",
    "hung_up",
    "callback",
    "danger",
    "closed",
    "nobody",
    "full",
    "cancelled",
    "failed",
    "rung",
]
"""`rung`: the customer of a callback is rung, and no agent waits for them any more."""
LOCK = "dispatch"
URGENT, USUAL = 0, 1


@dataclass(frozen=True, slots=True)
class Joining:
    """
    Somebody who wants a person. `ref` is their call's sid, or their callback's id.

    `since` is when their original call began: the place in the line. `card`: for the agent.
    `call_state`: how their call goes on afterwards (`ivr.queueing.kept`).
    """

    kind: Kind
    ref: str
    line: str
    language: str
    topic: str
    urgent: bool
    since: datetime
    teams: Sequence[Wanted]
    card: Mapping[str, Any] = field(default_factory=dict)
    call_state: Mapping[str, Any] | None = None


def join(connection: Connection, person: Joining, now: datetime) -> str:
    """
    Let somebody wait, and return the id. Who joins again has the place they had.

    Who had left may come back for another topic, in another language, or with more haste.
    """
    only_writer(connection, LOCK)
    found = connection.execute(
        select(waiting.c.id, waiting.c.state, waiting.c.since).where(waiting.c.ref == person.ref)
    ).first()
    if found is None:
        return _new(connection, person, now)
    if found.state != "left":
        _change(connection, found.id, call_state=person.call_state, chosen="")
        return str(found.id)
    back = {"state": "waiting", "left_at": None, "left_why": "", "chosen": "", "queue_sid": None}
    _change(connection, found.id, **_what(person), **back)
    _replace_teams(connection, found.id, replace(person, since=found.since), now)
    return str(found.id)


def answer_for(
    connection: Connection,
    offer: str,
    call: tuple[str, str, str],
    card: Mapping[str, Any],
    call_state: Mapping[str, Any],
    now: datetime,
) -> bool:
    """
    Let the call of a customer stand where their callback did, which an agent has taken.

    `call`: its sid, language and topic. False when no agent waits for it; told again, it is as
    true as before, and nothing is changed.
    """
    only_writer(connection, LOCK)
    sid, language, topic = call
    row = connection.execute(
        select(waiting.c.id, waiting.c.kind, waiting.c.ref, waiting.c.card)
        .join(offers, offers.c.waiting_id == waiting.c.id)
        .where(offers.c.id == offer, offers.c.state == "accepted")
    ).first()
    if row is None or row.kind == "call":
        return row is not None and row.ref == sid
    values = {"language": language, "topic": topic, "card": {**row.card, **card}}
    kept = {"call_state": call_state, "joined_at": now, "queue_sid": None, "chosen": ""}
    _change(connection, row.id, kind="call", ref=sid, **values, **kept)
    return True


def leave(connection: Connection, ref: str, why: Left, now: datetime) -> bool:
    """Note that somebody waits no more, and why. False if they did not."""
    only_writer(connection, LOCK)
    gone = (
        update(waiting)
        .where(waiting.c.ref == ref, waiting.c.state != "left")
        .values(state="left", left_at=now, left_why=why)
        .returning(waiting.c.id)
    )
    id_ = connection.execute(gone).scalar()
    if id_ is not None:
        _wait(connection, id_, waits=False)
    return id_ is not None


def choose(connection: Connection, ref: str, what: str) -> bool:
    """
    Keep what a caller asked for while waiting, before they are let out to get it.

    False when it is too late: they speak with one of ours, or wait no more.
    """
    still = waiting.c.state.in_(("waiting", "offered"))
    chosen = update(waiting).where(waiting.c.ref == ref, still)
    return connection.execute(chosen.values(chosen=what)).rowcount == 1


def speak(
    connection: Connection, ref: str, language: str, teams: Sequence[Wanted], now: datetime
) -> None:
    """Let somebody wait in another language, for whoever speaks it; their place is the same."""
    only_writer(connection, LOCK)
    row = state_of(connection, ref)
    if row is None:
        return
    _change(connection, row["id"], language=language)
    if teams and row["state"] == "waiting":
        person = Joining(
            row["kind"],
            ref,
            row["line"],
            language,
            row["topic"],
            row["urgent"],
            row["since"],
            teams,
        )
        _replace_teams(connection, row["id"], person, now)


def in_queue(
    connection: Connection, ref: str, queue_sid: str, told_seconds: int | None = None
) -> None:
    """Keep in which of Twilio's queues somebody is, and the estimate that they heard there."""
    told = {} if told_seconds is None else {"told_seconds": told_seconds}
    this = update(waiting).where(waiting.c.ref == ref)
    connection.execute(this.values(queue_sid=queue_sid, **told))


def ahead_of(connection: Connection, ref: str, now: datetime) -> int | None:
    """
    Count who is before them, where they are nearest to their turn. None: they do not wait.

    Counted over those whose turn in that team has come, whatever else they also wait for.
    """
    own = (
        select(waiting_teams)
        .join(waiting, waiting.c.id == waiting_teams.c.waiting_id)
        .where(waiting.c.ref == ref, waiting.c.state == "waiting", waiting_teams.c.waits)
        .where(waiting_teams.c.from_at <= now)
    )
    rows = connection.execute(own).all()
    counts = [_before(connection, row.team, row.rank, row.since, now) for row in rows]
    return min(counts, default=None)


def state_of(connection: Connection, ref: str) -> Mapping[str, Any] | None:
    """Return somebody's row."""
    found = connection.execute(select(waiting).where(waiting.c.ref == ref)).mappings().first()
    return dict(found) if found else None


def _before(connection: Connection, team: str, rank: int, since: datetime, now: datetime) -> int:
    columns = waiting_teams.c
    earlier = or_(columns.rank < rank, and_(columns.rank == rank, columns.since < since))
    counted = select(func.count()).where(
        columns.team == team, columns.waits, columns.from_at <= now, earlier
    )
    return connection.execute(counted).scalar_one()


def _new(connection: Connection, person: Joining, now: datetime) -> str:
    id_ = uuid4().hex
    who = {"id": id_, "kind": person.kind, "ref": person.ref, "since": person.since}
    row = {**who, **_what(person), "joined_at": now, "state": "waiting"}
    connection.execute(insert(waiting), row)
    _add_teams(connection, id_, person, now)
    return id_


def _what(person: Joining) -> dict[str, Any]:
    return {
        "line": person.line,
        "language": person.language,
        "topic": person.topic,
        "urgent": person.urgent,
        "card": dict(person.card),
        "call_state": person.call_state,
    }


def _replace_teams(connection: Connection, id_: str, person: Joining, now: datetime) -> None:
    connection.execute(delete(waiting_teams).where(waiting_teams.c.waiting_id == id_))
    _add_teams(connection, id_, person, now)


def _add_teams(connection: Connection, id_: str, person: Joining, now: datetime) -> None:
    teams = [
        {
            "waiting_id": id_,
            "team": wanted.team,
            "waits": True,
            "rank": URGENT if person.urgent else USUAL,
            "since": person.since,
            "from_at": now + timedelta(seconds=wanted.after_seconds),
        }
        for wanted in person.teams
    ]
    if teams:
        connection.execute(insert(waiting_teams), teams)


def _change(connection: Connection, id_: str, **values: object) -> None:
    connection.execute(update(waiting).where(waiting.c.id == id_).values(**values))


def _wait(connection: Connection, id_: str, *, waits: bool) -> None:
    theirs = update(waiting_teams).where(waiting_teams.c.waiting_id == id_)
    connection.execute(theirs.values(waits=waits))
