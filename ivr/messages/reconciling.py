"""Find out whether a message was sent when nobody knows, before anybody sends it again."""

from datetime import timedelta

import structlog
from sqlalchemy import select

from ivr.db.tables.messages import repair_messages
from ivr.failpoint import failpoint as point
from ivr.messages.ledger import Change, change, note
from ivr.messages.records import Message, find_message, message_of
from ivr.messages.sending import Sender
from ivr.queue.leases import real_now
from ivr.twilio.texts import FoundText
from routing.message import State

log = structlog.get_logger()

LOOKS = 2
"""Twilio's list lags behind: not being on it once means nothing (Twilio: Message resource)."""
BETWEEN_SECONDS = 5.0
SKEW = timedelta(minutes=2)
"""How far Twilio's clock and the database's may be apart."""


def doubt_abandoned(sender: Sender) -> None:
    """Doubt the messages of processes that have not come back within their lease."""
    at = sender.services.clock.now()
    with sender.services.engine.begin() as connection:
        left = select(repair_messages).where(
            repair_messages.c.state == State.SENDING.value,
            repair_messages.c.lease_until <= real_now(connection),
        )
        rows = connection.execute(left.with_for_update(skip_locked=True)).all()
        for row in rows:
            why = Change(State.UNKNOWN, "whoever sent it has not come back", at)
            change(connection, message_of(row), why)
        if rows:
            point("message.doubt.before-commit")
    if rows:
        point("message.doubt.after-commit")


def reconcile(sender: Sender) -> None:
    """Look for the messages in doubt; those missed twice were never sent."""
    for message in _to_look_for(sender):
        try:
            found = _look(sender, message)
        except Exception:
            log.exception("list of messages not read; nothing is sent again before it is")
            continue
        point("message.look.after")
        _conclude(sender, message, found)


def _to_look_for(sender: Sender) -> list[Message]:
    doubt_seconds = float(sender.services.settings.linja_call_doubt_seconds)
    waits = (doubt_seconds, min(BETWEEN_SECONDS, doubt_seconds))
    with sender.services.engine.connect().execution_options(readonly=True) as connection:
        now = real_now(connection)
        unknown = repair_messages.c.state == State.UNKNOWN.value
        rows = connection.execute(select(repair_messages).where(unknown))
        found = [message_of(row) for row in rows]
    return [
        message
        for message in found
        if (last := message.looked_at or message.claimed_at)
        and last + timedelta(seconds=waits[min(message.looks, LOOKS - 1)]) <= now
    ]


def _look(sender: Sender, message: Message) -> FoundText | None:
    """Return the message that this order made: the same words between the same two."""
    if message.claimed_at is None or not message.number.startswith("+"):
        return None  # erased: Twilio is not asked for a number that is none
    since = message.claimed_at - SKEW
    listed = sender.rest.sent_to(message.number, message.sender, since)
    same = [found for found in listed if found.body == message.body]
    with sender.services.engine.connect().execution_options(readonly=True) as connection:
        sids = repair_messages.c.message_sid
        owned = select(sids).where(sids.in_([found.sid for found in same]))
        taken = set(connection.execute(owned).scalars())
    return next((found for found in same if found.sid not in taken), None)


def _conclude(sender: Sender, seen: Message, found: FoundText | None) -> None:
    """Write down what the look has shown, unless a status or another look was faster."""
    at = sender.services.clock.now()
    with sender.services.engine.begin() as connection:
        message = find_message(connection, seen.id, locked=True)
        as_seen = (State.UNKNOWN.value, seen.epoch, seen.looks)
        if message is None or (message.state, message.epoch, message.looks) != as_seen:
            return
        if found:
            listed = Change(State.SENT, "found in the list", at)
            change(connection, message, listed, message_sid=found.sid, sent_at=at)
        elif message.looks + 1 < LOOKS:
            note(connection, message, looks=message.looks + 1, looked_at=real_now(connection))
        else:
            change(connection, message, Change(State.DUE, "surely nothing was sent", at))
        point("message.look.before-commit")
    point("message.look.after-commit")
