"""Why a call is where it is: what its addresses carry is opened, and what is known is read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from flows.state import State
from ivr.calls.addresses import ACCEPT, RESCUE, TURN
from ivr.calls.seal import BadSeal, Sealer
from ivr.calls.waiting import open_waiting
from ivr.calls.world import world_for
from ivr.clock import Clock
from ivr.directory.store import find_by_phone
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import places, read_known
from ivr.legs.script import open_leg
from ivr.lines.store import ConfigurationStore
from ivr.phone.reasons import (
    Reason,
    of_caller,
    of_leg,
    of_notices,
    of_place,
    of_position,
    of_telephones,
)
from routing.lines import Line

AT_ANY_AGE = datetime.fromtimestamp(0, UTC)
"""A call that is too old to go on can still be explained."""

RESCUED = "The turn failed: the telephones are rung from memory, without a flow."


class Reasons:
    """`engine` is not that of calls: it sees what was switched off for them."""

    def __init__(self, sealer: Sealer, engine: Engine, clock: Clock, fallback: str) -> None:
        self._sealer = sealer
        self._engine = engine
        self._clock = clock
        self._fallback = fallback
        self._applied = ConfigurationStore(engine)

    def of(self, done: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
        """Explain the newest document of a call that says anything about it, as it is now."""
        for one in reversed(done):
            try:
                found = list(self._of_one(one["params"], one["body"]))
            except BadSeal:
                continue
            if found:
                return [asdict(reason) for reason in found]
        return []

    def _of_one(self, params: Mapping[str, str], document: str) -> Iterator[Reason]:
        call_sid = params.get("ParentCallSid") or params.get("CallSid", "")
        accept, turn = _token(document, ACCEPT), _token(document, TURN)
        if accept:
            yield from of_leg(open_leg(self._sealer, call_sid, accept))
        elif turn:
            waiting = open_waiting(self._sealer, call_sid, turn, AT_ANY_AGE)
            yield from self._of_state(waiting.state, params.get("From", ""))
        elif RESCUE in document:
            yield Reason("Rescued", RESCUED)

    def _of_state(self, state: State, number: str) -> Iterator[Reason]:
        configuration, now = self._applied.current(), self._clock.now()
        line = configuration.lines.get(state.line)
        yield from of_caller(state, self._names(number))
        if line is None:
            yield Reason("Line", "not in the configuration any more")
            return
        yield of_place(state)
        yield from self._of_notices(state, line)
        yield from of_telephones(state, world_for(configuration, line, now, self._fallback))
        yield from of_position(state, line)

    def _names(self, number: str) -> list[str]:
        with self._engine.connect().execution_options(readonly=True) as connection:
            return [one.name or one.customer_id for one in find_by_phone(connection, number)]

    def _of_notices(self, state: State, line: Line) -> Iterator[Reason]:
        if not state.place:
            return
        now, here = self._clock.now(), [state.place]
        with self._engine.connect().execution_options(readonly=True) as connection:
            known = read_known(connection, here)
        theirs = state.caller.services if not state.behalf else ()
        services = [one for one in line.services if not theirs or one in theirs]
        (place,) = places(known, gazetteer(), here, services or line.services, now)
        yield from of_notices(place, known, now)


def _token(document: str, address: str) -> str:
    found = re.search(re.escape(address) + r"([\w-]+)", document)
    return found[1] if found else ""
