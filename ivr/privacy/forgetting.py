"""Forget the people of long ago: rows on which something rests stay, without the person."""

from datetime import datetime

from sqlalchemy import Engine, delete, or_, select, update

from ivr.db.tables.accounts import sign_in_failures, sign_ins
from ivr.db.tables.asks import asks
from ivr.db.tables.callbacks import attempts, callbacks
from ivr.db.tables.dispatch import waiting, wrap_ups
from ivr.db.tables.legs import legs
from ivr.db.tables.voicemails import TO_BE_DELETED, voicemails
from ivr.voicemail.store import DONE
from routing.callback import ENDED

LEFT = "left"
OVER = "ended"


def called_back(engine: Engine, before: datetime) -> None:
    """Empty callbacks that have ended and were asked for before then, and calls made for them."""
    columns = callbacks.c
    over = (columns.state.in_(ENDED), columns.requested_at < before)
    named = or_(columns.number != "", columns.asked_by != "")
    nobody = {"number": "", "asked_by": "", "place": "", "heard": ""}
    ended = select(columns.id).where(*over)
    made = (attempts.c.callback_id.in_(ended), attempts.c.state == OVER, attempts.c.number != "")
    with engine.begin() as connection:
        connection.execute(update(attempts).where(*made).values(number=""))
        connection.execute(update(callbacks).where(*over, named).values(**nobody))


def voicemail(engine: Engine, before: datetime) -> None:
    """Empty messages that were closed before then; their sound goes at Twilio soon after."""
    columns = voicemails.c
    old = (columns.state == DONE, columns.closed_at < before)
    there = or_(columns.number != "", columns.note != "", columns.recording.contains("/"))
    gone = {"number": "", "note": "", "recording": TO_BE_DELETED}
    with engine.begin() as connection:
        connection.execute(update(voicemails).where(*old, there).values(**gone))


def people_in_line(engine: Engine, before: datetime) -> None:
    """Empty the cards of whoever left the line before then, and what agents wrote."""
    old = (waiting.c.state == LEFT, waiting.c.left_at < before)
    written = (wrap_ups.c.at < before, wrap_ups.c.note != "")
    with engine.begin() as connection:
        connection.execute(update(waiting).where(*old).values(card={}, call_state=None))
        connection.execute(update(wrap_ups).where(*written).values(note=""))


def webhooks(engine: Engine, before: datetime) -> None:
    """Delete what only served calls that ended long ago."""
    with engine.begin() as connection:
        connection.execute(delete(asks).where(asks.c.at < before))
        connection.execute(delete(legs).where(legs.c.accepted_at < before))


def signing_in(engine: Engine, before: datetime) -> None:
    """Delete sign-ins that have ended, and failures that no longer count."""
    with engine.begin() as connection:
        connection.execute(delete(sign_ins).where(sign_ins.c.created_at < before))
        connection.execute(delete(sign_in_failures).where(sign_in_failures.c.at < before))
