"""Messages as they stand in the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from ivr.db.tables.messages import message_stops, repair_message_events, repair_messages
from routing.message import OPEN


@dataclass(frozen=True, slots=True)
class Message:
    """One row of `repair_messages`, as that table describes it."""

    id: str
    number: str
    asked_by: str
    line: str
    language: str
    postcode: str
    service: str
    outages: Sequence[Sequence[str]]
    call_sid: str
    state: str
    reason: str
    asked_at: datetime
    repaired_at: datetime | None = None
    due_at: datetime | None = None
    tries: int = 0
    epoch: int = 0
    claimed_at: datetime | None = None
    lease_until: datetime | None = None
    looked_at: datetime | None = None
    looks: int = 0
    sender: str = ""
    body: str = ""
    message_sid: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    held: bool = False


def message_of(row: Row[Any]) -> Message:
    """Read a row."""
    return Message(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it


def find_message(
    connection: Connection, message_id: str, *, locked: bool = False
) -> Message | None:
    """Return a message, None if there is none of this id. `locked`: until we have committed."""
    query = select(repair_messages).where(repair_messages.c.id == message_id)
    row = connection.execute(query.with_for_update() if locked else query).first()
    return message_of(row) if row else None


def open_to(
    connection: Connection, number: str, postcode: str, services: Collection[str]
) -> list[Message]:
    """Return the open messages to a number about these services in a postcode."""
    if not number:
        return []
    query = _open().where(
        repair_messages.c.number == number,
        repair_messages.c.postcode == postcode,
        repair_messages.c.service.in_(services),
    )
    return [message_of(row) for row in connection.execute(query)]


def lock_open_to(connection: Connection, numbers: Collection[str]) -> list[Message]:
    """Return every open message to these numbers, locked until we have committed."""
    query = _open().where(repair_messages.c.number.in_(numbers)).with_for_update()
    return [message_of(row) for row in connection.execute(query)]


def has_stopped(connection: Connection, number: str) -> bool:
    """Has its holder told us to send nothing?"""
    query = select(message_stops.c.number).where(message_stops.c.number == number)
    return connection.execute(query).first() is not None


def every_message(connection: Connection) -> list[Message]:
    """Return all of them, oldest first."""
    query = select(repair_messages).order_by(repair_messages.c.asked_at, repair_messages.c.id)
    return [message_of(row) for row in connection.execute(query)]


def events_of(connection: Connection, message_id: str) -> list[tuple[str, str, str]]:
    """Return each change of a message, oldest first: from, to, why."""
    events = repair_message_events
    query = select(events.c.from_state, events.c.to_state, events.c.why)
    rows = connection.execute(query.where(events.c.message_id == message_id).order_by(events.c.id))
    return [(row.from_state, row.to_state, row.why) for row in rows]


def _open() -> Select[Any]:
    return select(repair_messages).where(repair_messages.c.state.in_(OPEN))
