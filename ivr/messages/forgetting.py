"""Erase a person from messages: the rows stay, without the person."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update

from ivr.db.tables.messages import message_answers, message_stops, repair_messages
from ivr.messages.ledger import Change, change
from ivr.messages.records import message_of
from ivr.messages.stopping import STOPPABLE
from routing.message import ENDED, State

WHO = "erasure"


def forget_texted(connection: Connection, numbers: Collection[str], at: datetime) -> None:
    """
    Empty these numbers wherever they are; what is to come to them is withdrawn first.

    A message that is being sent keeps a mark in the number's place, so that it stays the only
    one; it cannot be found in Twilio's list any more. That they want none is forgotten too.
    """
    columns = repair_messages.c
    theirs = or_(columns.number.in_(numbers), columns.asked_by.in_(numbers))
    for row in connection.execute(select(repair_messages).where(theirs).with_for_update()).all():
        message = message_of(row)
        if message.state in STOPPABLE:
            erased = Change(State.WITHDRAWN, "the person was erased", at, WHO)
            change(connection, message, erased)
        elif message.state not in ENDED:
            mark = {"number": f"-{message.id}", "asked_by": "", "body": ""}
            connection.execute(
                update(repair_messages).where(columns.id == message.id).values(**mark)
            )
    nobody = {"number": "", "asked_by": "", "body": "", "postcode": ""}
    connection.execute(update(repair_messages).where(theirs).values(**nobody))
    answered = message_answers.c.number.in_(numbers)
    connection.execute(update(message_answers).where(answered).values(number="", answer=""))
    connection.execute(delete(message_stops).where(message_stops.c.number.in_(numbers)))
