"""What else there is between us and a number: earlier calls, open callbacks, texts on repair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select

from ivr.db.tables.callbacks import STILL_OPEN, callbacks
from ivr.db.tables.journal import calls
from ivr.db.tables.messages import repair_messages
from routing import message

WITHIN = timedelta(days=30)
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Contacts:
    """
    The newest first, five at most. `calls`: when and on which line (its number or name).
    `callbacks`: state and when due. `messages`: the postcodes whose repair they are texted.
    """

    calls: Sequence[tuple[datetime, str]] = ()
    callbacks: Sequence[tuple[str, datetime]] = ()
    messages: Sequence[str] = ()


def contacts_of(connection: Connection, number: str, but: str, now: datetime) -> Contacts:
    """
    Read them; none for a withheld number, as nobody withheld is ever the same person.

    `but` is the call or callback that this is about.
    """
    if not number:
        return Contacts()
    return Contacts(
        [(row.started_at, row.line) for row in connection.execute(_calls(number, but, now))],
        [(row.state, row.due_at) for row in connection.execute(_callbacks(number, but))],
        [row.postcode for row in connection.execute(_messages(number))],
    )


def _calls(number: str, but: str, now: datetime) -> Select[Any]:
    columns = calls.c
    earlier = (
        columns.number == number,
        columns.call_sid != but,
        columns.started_at > now - WITHIN,
    )
    found = select(columns.started_at, columns.line).where(*earlier)
    return found.order_by(columns.started_at.desc()).limit(MOST_SHOWN)


def _callbacks(number: str, but: str) -> Select[Any]:
    columns = callbacks.c
    # To the letter as the index of the open ones has it: a desk asks every second.
    still = (columns.number == number, columns.id != but, STILL_OPEN)
    found = select(columns.state, columns.due_at).where(*still)
    return found.order_by(columns.due_at).limit(MOST_SHOWN)


def _messages(number: str) -> Select[Any]:
    columns = repair_messages.c
    still = (columns.number == number, columns.state.in_(message.OPEN))
    found = select(columns.postcode).where(*still)
    return found.order_by(columns.asked_at.desc()).limit(MOST_SHOWN)
