"""A text to whoever asked for a callback and could not be reached: that we ring no more."""

from datetime import datetime

from sqlalchemy import Connection

from ivr.callbacks.records import Attempt, Callback
from ivr.messages.ledger import new_id, promise
from ivr.messages.maturing import sendable_at
from ivr.messages.numbers import judged
from ivr.messages.records import Message, has_stopped, open_to
from routing.configuration import Configuration
from routing.message import State
from routing.message_policy import NoText

UNREACHED = "callback"
"""What stands in the place of a service."""


def takes_texts(
    connection: Connection, number: str, line: str, configuration: Configuration
) -> bool:
    """Can this line text the number, and does its holder want that?"""
    sender = configuration.lines.get(line)
    if sender is None or sender.sms_sender is None:
        return False
    return not isinstance(judged(number, configuration), NoText) and not has_stopped(
        connection, number
    )


def tell_unreached(
    connection: Connection,
    callback: Callback,
    attempt: Attempt,
    configuration: Configuration,
    at: datetime,
) -> bool:
    """Have it sent once, where the number takes texts; quiet time is waited for."""
    number, line = callback.number, callback.line
    there = open_to(connection, number, "", [UNREACHED])
    if there or not takes_texts(connection, number, line, configuration):
        return False
    message = Message(
        id=new_id(),
        number=number,
        asked_by=callback.asked_by,
        line=line,
        language=callback.language,
        postcode="",
        service=UNREACHED,
        outages=(),
        call_sid=attempt.call_sid or "",
        state=State.DUE.value,
        reason="",
        asked_at=at,
        repaired_at=at,
        due_at=sendable_at(configuration, at),
    )
    promise(connection, message, "the customer could not be reached")
    return True
