"""What was heard and pressed in the queue, as the journal is told of it."""

from collections.abc import Sequence
from datetime import datetime

from flows.inputs import Input, Pressed, Queued, Silent
from flows.verbs import Keys, Leave, Speech, Turn
from ivr.journal.noted import FIRST_WAIT_TURN, MOST_WAIT_TURNS, Noted
from ivr.queueing.address import InQueue
from ivr.twilio.signature import Form
from routing.numbers import Number, read_number

STILL = "queue.still"
STEP = "queue"


def is_news(said: Sequence[Speech], form: Form) -> bool:
    """Is there more than that they are still in the queue, or was a key pressed?"""
    return bool(form.get("Digits")) or [speech.key for speech in said] != [STILL]


def noted_wait(
    form: Form, here: InQueue, said: Sequence[Speech], line: str, now: datetime, *, leaves: bool
) -> Noted:
    """Note one document of a wait: `here` as it is after it."""
    theirs = "To" if form.get("Direction") == "outbound-api" else "From"
    number = read_number(form.get(theirs, ""))
    verb = Leave() if leaves else Keys()
    return Noted(
        call_sid=form.get("CallSid", ""),
        turn=FIRST_WAIT_TURN + here.turn * MOST_WAIT_TURNS + here.told.turn,
        at=now,
        number=number.e164 if isinstance(number, Number) else "",
        line=line,
        language=here.language,
        flow=here.flow,
        step=STEP,
        did=Turn(tuple(said), verb),
        given=_given(form, here),
        bundle=here.bundle,
    )


def _given(form: Form, here: InQueue) -> Input:
    key = form.get("Digits", "")[:1]
    if key:
        return Pressed(key)
    return Silent() if here.told.turn > 1 else Queued("entered")
