"""Erase a person from callbacks and messages: the rows stay, without the person."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update

from ivr.callbacks.caps import forget_dialled
from ivr.callbacks.ledger import Change, change
from ivr.callbacks.records import LIVE, callback_of
from ivr.callbacks.stopped import ring_again
from ivr.db.tables.callbacks import attempts, callbacks
from ivr.db.tables.voicemails import voicemails
from ivr.surveys.asking import forget_surveyed
from routing.callback import ENDED, State

WHO = "erasure"


def forget_callers(connection: Connection, numbers: Collection[str], at: datetime) -> None:
    """
    Empty these numbers wherever they are; open callbacks to them are cancelled first.

    An attempt that is live keeps a mark in the number's place, so that it stays the only one. That
    they want no calls is forgotten too.
    """
    theirs = or_(callbacks.c.number.in_(numbers), callbacks.c.asked_by.in_(numbers))
    for row in connection.execute(select(callbacks).where(theirs).with_for_update()).all():
        callback = callback_of(row)
        if callback.state not in ENDED:
            erased = Change(State.CANCELLED_BY_STAFF, "the person was erased", at, WHO)
            change(connection, callback, erased)
    nobody = {"number": "", "asked_by": "", "place": "", "heard": ""}
    connection.execute(update(callbacks).where(theirs).values(**nobody))
    of_theirs = attempts.c.number.in_(numbers)
    connection.execute(update(attempts).where(of_theirs, ~LIVE).values(number=""))
    mark = func.substr(attempts.c.id, 1, 20)
    connection.execute(update(attempts).where(of_theirs).values(number=mark))
    left = voicemails.c.number.in_(numbers)
    connection.execute(update(voicemails).where(left).values(number=""))
    forget_dialled(connection, numbers)
    forget_surveyed(connection, numbers)
    for number in numbers:
        ring_again(connection, number)
