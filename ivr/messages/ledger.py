"""Every change of a message's state: checked against the table of states, written with why."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from ivr.db.tables.messages import repair_message_events, repair_messages
from ivr.messages.records import Message
from routing.message import State, move

CALLER = "caller"
LINJA = "linja"
TWILIO = "twilio"


@dataclass(frozen=True, slots=True)
class Change:
    """What a message becomes: `why` is a word of ours or a sentence of a person's."""

    to: State
    why: str
    at: datetime
    who: str = LINJA


def promise(connection: Connection, message: Message, why: str) -> None:
    """
    Write a new message down.

    Raises IntegrityError when another machine does the same at this moment: do it again then.
    """
    row = {name: getattr(message, name) for name in Message.__dataclass_fields__}
    connection.execute(insert(repair_messages).values(row))
    _write_event(connection, message.id, "", _first(message, why))


def _first(message: Message, why: str) -> Change:
    return Change(State(message.state), why, message.asked_at, CALLER)


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_hex(8)


def change(connection: Connection, message: Message, to: Change, **values: Any) -> bool:
    """
    Change a message's state if it is still as it was read; False if it is not.

    `values` are other columns to set. Raises BadMove.
    """
    after = move(State(message.state), to.to).value
    unchanged = (
        repair_messages.c.id == message.id,
        repair_messages.c.state == message.state,
        repair_messages.c.epoch == message.epoch,
    )
    write = update(repair_messages).where(*unchanged).values(state=after, reason=to.why, **values)
    if connection.execute(write).rowcount != 1:
        return False
    _write_event(connection, message.id, message.state, to)
    return True


def note(connection: Connection, message: Message, **values: Any) -> bool:
    """Write something about a message whose state stays; False if it did not."""
    unchanged = (
        repair_messages.c.id == message.id,
        repair_messages.c.state == message.state,
        repair_messages.c.epoch == message.epoch,
    )
    return (
        connection.execute(update(repair_messages).where(*unchanged).values(values)).rowcount == 1
    )


def _write_event(connection: Connection, message_id: str, before: str, to: Change) -> None:
    event = {
        "message_id": message_id,
        "from_state": before,
        "to_state": to.to.value,
        "why": to.why,
        "who": to.who,
        "at": to.at,
    }
    connection.execute(insert(repair_message_events).values(event))
