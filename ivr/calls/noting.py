"""Turns of calls as the journal is told of them."""

from datetime import datetime

from flows.inputs import Input
from flows.verbs import Turn
from ivr.calls.addresses import Rescue
from ivr.calls.conversation import Reply
from ivr.journal.noted import FIRST_RESCUED_TURN, HEARD, RESCUED, Noted
from ivr.twilio.signature import Form
from routing.numbers import Number, read_number


def noted_turn(form: Form, reply: Reply, given: Input | None, at: datetime) -> Noted:
    """Note a turn of a conversation. `given` is None when the call has just begun."""
    state = reply.state
    return Noted(
        call_sid=form["CallSid"],
        turn=state.turn,
        at=at,
        number=state.caller.number,
        line=reply.line.name,
        language=state.language,
        flow=state.flow,
        step=state.step,
        did=reply.turn,
        given=given,
        why="chosen" if state.chosen else state.caller.why,
        notices=state.heard_keys,
        heard=tuple(event.detail for event in reply.turn.events if event.kind == HEARD),
        postcodes=frozenset({state.place, state.memo.get("typed", "")}),
        places=state.caller.places if given is None and not state.attempt else None,
        services=state.caller.services,
        bundle=state.bundle,
    )


def noted_rescue(form: Form, at: Rescue, turn: Turn, now: datetime) -> Noted:
    """Note a turn of a rescue, which knows little of what was before."""
    theirs = "To" if form.get("Direction") == "outbound-api" else "From"
    number = read_number(form.get(theirs, ""))
    return Noted(
        call_sid=form.get("CallSid", ""),
        turn=FIRST_RESCUED_TURN + at.tried,
        at=now,
        number=number.e164 if isinstance(number, Number) else "",
        line=at.line,
        language=at.language,
        flow=RESCUED,
        step="",
        did=turn,
    )
