"""What an agent is doing now: the person who is offered to them, or with whom they speak."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ivr.db.tables.agent_legs import agent_legs
from ivr.db.tables.dispatch import offers, waiting


@dataclass(frozen=True, slots=True)
class Own:
    """One live offer, or the last conversation while its wrap-up lasts."""

    offer: str
    team: str
    state: str
    kind: str
    ref: str
    line: str
    language: str
    topic: str
    urgent: bool
    wait_seconds: int
    since: datetime
    card: Mapping[str, Any]
    held: bool = False


def own_offer(connection: Connection, name: str) -> Own | None:
    """Return what is offered to an agent now, or with whom they speak."""
    return _latest(connection, name, live=True)


def last_conversation(connection: Connection, name: str) -> Own | None:
    """Return the conversation that an agent has just had: what wrap-up is about."""
    return _latest(connection, name, live=False)


def _latest(connection: Connection, name: str, *, live: bool) -> Own | None:
    wanted = offers.c.state != "ended" if live else offers.c.outcome.in_(("done", "handed_on"))
    both = (
        select(offers, waiting)
        .join(waiting, waiting.c.id == offers.c.waiting_id)
        .outerjoin(agent_legs, agent_legs.c.offer_id == offers.c.id)
        .where(offers.c.agent == name, wanted)
        .order_by(offers.c.made_at.desc())
        .limit(1)
        .with_only_columns(
            offers.c.id,
            offers.c.team,
            offers.c.state,
            offers.c.made_at,
            offers.c.met_at,
            waiting.c.kind,
            waiting.c.ref,
            waiting.c.line,
            waiting.c.language,
            waiting.c.topic,
            waiting.c.urgent,
            waiting.c.since,
            waiting.c.card,
            agent_legs.c.held,
        )
    )
    row = connection.execute(both).first()
    return _own(row) if row else None


def _own(row: Any) -> Own:
    return Own(
        offer=row.id,
        team=row.team,
        state=row.state,
        kind=row.kind,
        ref=row.ref,
        line=row.line,
        language=row.language,
        topic=row.topic,
        urgent=row.urgent,
        wait_seconds=int((row.made_at - row.since).total_seconds()),
        since=row.met_at or row.made_at,
        card=row.card,
        held=bool(row.held),
    )
