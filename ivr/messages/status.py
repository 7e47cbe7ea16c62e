"""What Twilio tells of a message that we ordered: it proves that there is one."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from ivr.failpoint import failpoint as point
from ivr.messages.ledger import TWILIO, Change, change, note
from ivr.messages.records import Message, find_message
from ivr.twilio.texts import GONE
from routing.message import State

ORDERED = frozenset({State.SENDING, State.UNKNOWN})


def note_status(
    engine: Engine, order: tuple[str, int], told: tuple[str, str, str], at: datetime
) -> None:
    """
    Keep a status of `(message, epoch)`: `(sid, status, code)`.

    They come in any order and more than once: what is sent is not unsent by a late one.
    """
    with engine.begin() as connection:
        message = find_message(connection, order[0], locked=True)
        if message is not None:
            _note(connection, message, order[1], told, at)
        point("message.status.before-commit")
    point("message.status.after-commit")


def _note(
    connection: Connection, message: Message, epoch: int, told: tuple[str, str, str], at: datetime
) -> None:
    sid, status, code = told
    if message.state in ORDERED and message.epoch == epoch:
        proved = Change(State.SENT, "told of by its status", at, TWILIO)
        change(connection, message, proved, message_sid=sid, sent_at=at)
        message = find_message(connection, message.id, locked=True) or message
    if message.state != State.SENT or message.message_sid != sid or message.delivered_at:
        return
    if status in GONE:
        why = f"{status} {code}".strip()
        change(connection, message, Change(State.FAILED, why, at, TWILIO))
    elif status == "delivered":
        note(connection, message, delivered_at=at)
