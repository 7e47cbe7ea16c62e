"""Let a caller join the line of people, in the place of when their call began."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from flows.asks import JoinQueue, Outcome
from flows.person import DANGER
from ivr.callbacks.records import find_attempt, find_callback
from ivr.calls.ports import Asked
from ivr.directory.store import find_by_phone
from ivr.dispatch.people import Joining, answer_for, join
from ivr.dispatch.standing import desks
from ivr.queueing.kept import call_state
from routing.staffing import on_duty
from routing.waiting import Wanted, teams_waited_for


def join_queue(connection: Connection, asked: Asked, ask: JoinQueue) -> Outcome:
    """
    Let them wait for whoever is there for the topic.

    `refused` with the reason `no_desk`, or `no_agents` when everybody is away: nobody waits for
    an empty chair. A customer whom we rang for an agent waits for nobody but that agent.
    """
    line = asked.configuration.lines[asked.state.line]
    there = on_duty(asked.configuration, line, ask.topic, asked.now)
    teams = teams_waited_for(
        asked.configuration, line, ask.topic, asked.state.language, is_there=there
    )
    if asked.state.attempt and _meets(connection, asked, ask):
        return Outcome("done")
    if not teams:
        return Outcome("refused", value={"reason": "no_desk"})
    if not desks(connection, asked.now).at([wanted.team for wanted in teams]):
        return Outcome("refused", value={"reason": "no_agents"})
    join(connection, _joining(connection, asked, ask, teams), asked.now)
    return Outcome("done")


def _meets(connection: Connection, asked: Asked, ask: JoinQueue) -> bool:
    """
    Is an agent in the room for whom they were rung? Then they take the place of their callback.

    An attempt has the id of the offer that it was made for.
    """
    state, card = asked.state, _card(connection, asked)
    call = (asked.call_sid, state.language, ask.topic)
    kept = call_state(state, asked.configured)
    return answer_for(connection, state.attempt, call, card, kept, asked.now)


def _joining(
    connection: Connection, asked: Asked, ask: JoinQueue, teams: Sequence[Wanted]
) -> Joining:
    state, line = asked.state, asked.configuration.lines[asked.state.line]
    return Joining(
        kind="call",
        ref=asked.call_sid,
        line=line.number,
        language=state.language,
        topic=ask.topic,
        urgent=line.urgent or ask.topic == DANGER,
        since=_since(connection, asked),
        teams=teams,
        card=_card(connection, asked),
        call_state=call_state(state, asked.configured),
    )


def _since(connection: Connection, asked: Asked) -> datetime:
    """A customer whom we rang back has the place of the call in which they asked for it."""
    attempt = find_attempt(connection, asked.state.attempt) if asked.state.attempt else None
    callback = find_callback(connection, attempt.callback_id) if attempt else None
    if callback:
        return callback.requested_at
    return datetime.fromtimestamp(asked.state.started_at, UTC)


def _card(connection: Connection, asked: Asked) -> Mapping[str, Any]:
    """
    Tell the agent who probably calls, what they know already and why they are here.

    `customers`: how many the number has; only of one is it told `who` and which (`customer_id`).
    `why`: how their language is known. `heard`: as `Whisper.heard`.
    """
    state = asked.state
    caller = state.caller
    found = find_by_phone(connection, caller.number) if caller.number else ()
    known = found[0] if len(found) == 1 else None
    return {
        "number": caller.number,
        "withheld": caller.withheld,
        "customers": caller.customers,
        "customer_id": known.customer_id if known else "",
        "who": (known.name or known.customer_id) if known else "",
        "why": "chosen" if state.chosen else caller.why,
        "place": state.place,
        "typed": state.typed,
        "behalf": state.behalf,
        "heard": state.heard,
        "notices": list(state.heard_keys),
        "answers": dict(state.vars),
        "flow": state.flow,
        "attempt": state.attempt,
    }
