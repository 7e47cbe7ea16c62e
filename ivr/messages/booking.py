"""Promise a message in a call, tell of one that is promised, withdraw it."""

from sqlalchemy import Connection

from flows.asks import CheckMessage, MessageWhenRepaired, Outcome, WithdrawMessage
from ivr.calls.ports import Asked
from ivr.messages.ledger import CALLER, Change, change, new_id, promise
from ivr.messages.numbers import judged, may_be_promised
from ivr.messages.records import Message, open_to
from ivr.messages.repaired import going_on, repaired_lately
from routing.message import State
from routing.message_policy import NoText
from routing.number_policy import Allowed

CAN_BE_WITHDRAWN = frozenset({State.WAITING, State.DUE})
"""One that is being sent cannot be called back."""


def check_message(connection: Connection, asked: Asked, ask: CheckMessage) -> Outcome:
    """Tell whether the number may have a message, and whether one is to come already."""
    number = judged(ask.number, asked.configuration)
    if isinstance(number, Allowed) and _all_promised(connection, number.e164, ask):
        return Outcome("done", value={"number": number.e164, "exists": "yes"})
    return answered(may_be_promised(connection, ask.number, asked.configuration, asked.now))


def answered(decided: Allowed | NoText) -> Outcome:
    """Tell a call what was decided about a number."""
    match decided:
        case Allowed(e164):
            return Outcome("done", value={"number": e164})
        case NoText(reason):
            return Outcome("refused", value={"reason": reason})


def promise_message(connection: Connection, asked: Asked, ask: MessageWhenRepaired) -> Outcome:
    """
    Write one down for each service that has none yet, and of which something goes on.

    `over` in the answer: nothing does, and nothing was repaired lately; nothing is promised.
    """
    if _all_promised(connection, ask.number, ask):
        return Outcome("done", value={"exists": "yes"})
    decided = may_be_promised(connection, ask.number, asked.configuration, asked.now)
    if isinstance(decided, NoText):
        return answered(decided)
    there = {each.service for each in open_to(connection, ask.number, ask.postcode, ask.services)}
    out = going_on(connection, ask.postcode, ask.services, asked.now)
    lately = repaired_lately(connection, ask.postcode, asked.now)
    wanted = [one for one in ask.services if one not in there and (one in out or one in lately)]
    if not wanted and not there:
        return Outcome("done", value={"over": "yes"})
    for service in wanted:
        made = _message(asked, ask, service, out.get(service, []))
        promise(connection, made, "asked for in a call")
    return Outcome("done")


def withdraw_message(connection: Connection, asked: Asked, ask: WithdrawMessage) -> Outcome:
    """Withdraw what is to come to the caller's own number; `refused` when nothing is."""
    own = asked.state.caller.number
    found = [
        change(connection, each, Change(State.WITHDRAWN, "in a call", asked.now, CALLER))
        for each in open_to(connection, own, ask.postcode, ask.services)
        if each.state in CAN_BE_WITHDRAWN
    ]
    return Outcome("done" if any(found) else "refused")


def _all_promised(
    connection: Connection, number: str, ask: CheckMessage | MessageWhenRepaired
) -> bool:
    there = open_to(connection, number, ask.postcode, ask.services)
    return {each.service for each in there} >= set(ask.services)


def _message(
    asked: Asked, ask: MessageWhenRepaired, service: str, outages: list[tuple[str, str]]
) -> Message:
    state = asked.state
    return Message(
        id=new_id(),
        number=ask.number,
        asked_by=state.caller.number,
        line=state.line,
        language=state.language,
        postcode=ask.postcode,
        service=service,
        outages=[list(key) for key in outages],
        call_sid=asked.call_sid,
        state=State.WAITING.value,
        reason="",
        asked_at=asked.now,
    )
