"""Those who wait for a person: they join, keep their place, and leave for a named reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from ivr.db.locks import only_writer
from ivr.db.tables.dispatch import waiting, waiting_teams
from routing.waiting import Wanted

Kind = Literal["call", "callback"]
Left = Literal[
    "served", "hung_up", "callback", "voicemail", "closed", "no_agents", "cancelled", "failed"
]
LOCK = "dispatch"
URGENT, USUAL = 0, 1


@dataclass(frozen=True, slots=True)
class Joining:
    """
    Somebody who wants a person. `ref` is their call's sid, or their callback's id.

    `since` is when their original call began: the place in the line. `card`: for the agent.
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


def join(connection: Connection, person: Joining, now: datetime) -> str:
    """Let somebody wait, and return the id. Who joins again has the place they had."""
    only_writer(connection, LOCK)
    found = connection.execute(
        select(waiting.c.id, waiting.c.state).where(waiting.c.ref == person.ref)
    ).first()
    if found is None:
        return _new(connection, person, now)
    if found.state == "left":
        _change(connection, found.id, state="waiting", left_at=None, left_why="", chosen="")
        _wait(connection, found.id, waits=True)
    return str(found.id)


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
    """Keep what a caller asked for while waiting, before they are let out to get it."""
    chosen = update(waiting).where(waiting.c.ref == ref, waiting.c.state == "waiting")
    return connection.execute(chosen.values(chosen=what)).rowcount == 1


def in_queue(connection: Connection, ref: str, queue_sid: str) -> None:
    """Keep in which of Twilio's queues somebody is."""
    this = update(waiting).where(waiting.c.ref == ref)
    connection.execute(this.values(queue_sid=queue_sid))


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
    row = {
        "id": id_,
        "kind": person.kind,
        "ref": person.ref,
        "line": person.line,
        "language": person.language,
        "topic": person.topic,
        "urgent": person.urgent,
        "since": person.since,
        "joined_at": now,
        "state": "waiting",
        "card": dict(person.card),
    }
    connection.execute(insert(waiting), row)
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
    return id_


def _change(connection: Connection, id_: str, **values: object) -> None:
    connection.execute(update(waiting).where(waiting.c.id == id_).values(**values))


def _wait(connection: Connection, id_: str, *, waits: bool) -> None:
    theirs = update(waiting_teams).where(waiting_teams.c.waiting_id == id_)
    connection.execute(theirs.values(waits=waits))
