"""Processes that die at a failpoint, and a checker that believes only rows and the exchange."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Connection, text

from ivr.agent_legs import deeds
from ivr.callbacks import reconciling, ringing
from ivr.dispatch import desk_deeds, dispatching, handing, lining_up, ringing_back, sweeping
from ivr.queue.leases import real_now
from tests.ivr.agent_legs.conftest import Floor, Late

WHERE: tuple[ModuleType, ...] = (
    *(deeds, desk_deeds, dispatching, handing, sweeping),
    *(lining_up, ringing_back),
    *(reconciling, ringing),
)


class Killed(BaseException):
    """A process of ours ends here: nothing that follows happens, and nothing is answered."""


class Killer:
    """Kills whoever comes by each of these points, one after another."""

    def __init__(self, points: Sequence[str]) -> None:
        self.left = list(points)

    def __call__(self, name: str) -> None:
        """Stand in for `ivr.failpoint.failpoint`."""
        if self.left and self.left[0] == name:
            self.left.pop(0)
            raise Killed(name)


def kills(monkeypatch: pytest.MonkeyPatch, *points: str) -> Killer:
    """Have whoever comes by these points killed; a web server that dies answers nothing."""
    killer = Killer(points)
    for module in WHERE:
        monkeypatch.setattr(module, "failpoint", killer)
    answer = Late.__call__

    def dies(late: Late, environ: Any, start_response: Any) -> Any:
        try:
            return answer(late, environ, start_response)
        except Killed:
            start_response("502 Bad Gateway", [])
            return [b""]

    monkeypatch.setattr(Late, "__call__", dies)
    return killer


class DatabaseClock:
    """The database's time, which a test may move on: leases pass."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta(0)
        for module in (dispatching, handing, sweeping):
            monkeypatch.setattr(module, "real_now", self.now)

    def now(self, connection: Connection) -> datetime:
        """Stand in for `ivr.queue.leases.real_now`."""
        return real_now(connection) + self.ahead


def dispatches(floor: Floor) -> None:
    """Do what is due; a dispatcher that is killed is started again."""
    try:
        floor.dispatches()
    except Killed:
        floor.exchange.settle()


def problems_of(floor: Floor) -> list[str]:
    """Return everything that is wrong once everybody has hung up; nothing must be."""
    return [*unfinished(floor), *_rooms(floor), *_telephones(floor), *_people(floor)]


def _rows(floor: Floor, query: str) -> list[Any]:
    return floor.does(lambda connection: list(connection.execute(text(query)).all()))


def unfinished(floor: Floor) -> Iterator[str]:
    """Whatever has no end, when everybody has hung up."""
    for row in _rows(floor, "SELECT id, state FROM offers WHERE state <> 'ended'"):
        yield f"an offer is {row.state} for ever"
    for row in _rows(floor, "SELECT outcome FROM offers WHERE outcome = ''"):
        yield f"an offer ended without a name: {row}"
    for row in _rows(floor, "SELECT state FROM agent_legs WHERE state <> 'over'"):
        yield f"a call to an agent is {row.state} for ever"
    for row in _rows(floor, "SELECT name, state FROM agents WHERE state IN ('offered', 'busy')"):
        yield f"{row.name} is {row.state} for ever"
    for row in _rows(floor, "SELECT ref, state FROM waiting WHERE state <> 'left'"):
        yield f"a caller who is gone is {row.state}"


def _rooms(floor: Floor) -> Iterator[str]:
    """In each room one caller at most, and one agent."""
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    for leg in floor.exchange.calls:
        for room in {event["conference"] for event in leg.transcript if "conference" in event}:
            inside[room][leg.direction] += 1
    for room, counted in inside.items():
        if max(counted.values()) > 1:
            yield f"more than two met: {room}, {dict(counted)}"


def _telephones(floor: Floor) -> Iterator[str]:
    """An agent's telephone never rings while it rings or is talked on."""
    calls = defaultdict(list)
    for leg in floor.exchange.calls:
        if leg.direction == "outbound-api":
            calls[leg.to].append(leg)
    for legs in calls.values():
        for first, second in pairwise(sorted(legs, key=lambda leg: leg.created_at)):
            if first.ended_at is None or second.created_at < first.ended_at:
                yield "an agent was rung twice at the same time"


def _people(floor: Floor) -> Iterator[str]:
    """Each caller has at most one conversation, and whoever had one was served."""
    query = (
        "SELECT w.ref, w.left_why, COUNT(*) AS talks FROM waiting w JOIN offers o"
        " ON o.waiting_id = w.id WHERE o.outcome = 'done' GROUP BY w.ref, w.left_why"
    )
    for row in _rows(floor, query):
        if row.talks > 1:
            yield "a caller was served more than once"
