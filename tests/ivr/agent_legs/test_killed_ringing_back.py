"""Killed between any two lines of a callback that an agent takes: rung once, and met once."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from ivr.callbacks import claiming, reconciling, ringing, sweeping
from ivr.dispatch import ringing_back
from ivr.dispatch.dispatching import Dispatcher
from ivr.twilio.rest import NobodyKnows, Order, Rest
from tests.ivr.agent_legs.conftest import AINO, MATTI, OTTO, Floor
from tests.ivr.agent_legs.killed import DatabaseClock, Killed, Killer, kills, unfinished
from tests.ivr.agent_legs.ringing_back import MEETING, NOT_REACHED, asked_first, open_desk
from tests.ivr.house import LINE

PATIENCE = 60


class Shift:
    """Two agents who take what is offered, one customer, and processes that die."""

    def __init__(self, floor: Floor, monkeypatch: pytest.MonkeyPatch, *points: str) -> None:
        asked_first(floor, LINE)
        for name, telephone in (("aino", AINO), ("otto", OTTO)):
            floor.agent(name, telephone, phone="answer")
        self.floor, self.desk = floor, open_desk(floor)
        self.killer: Killer = kills(monkeypatch, *points)
        self.clock = DatabaseClock(monkeypatch)
        for module in (claiming, reconciling, ringing, sweeping, ringing_back):
            monkeypatch.setattr(module, "real_now", self.clock.now)

    def passes(self) -> None:
        """Do what is due; whoever is killed is started again."""
        try:
            self.desk.goes_round()
        except Killed:
            self.floor.exchange.settle()
        self.floor.passes(20)
        for leg in self.desk.rung():
            if leg.talks_with:
                self.floor.exchange.hang_up(leg)
                self.floor.exchange.settle()
        self.clock.ahead += timedelta(seconds=20)
        for name in ("aino", "otto"):
            if self.floor.state(name) in {"away", "available", "wrap_up"}:
                self.desk.turns(name, "available")

    def until(self, happened: Callable[[], bool]) -> None:
        """Let time pass until it has happened."""
        for _ in range(PATIENCE):
            assert list(wrong(self.floor)) == [], self.told()
            if happened():
                return
            self.passes()
        raise AssertionError(self.told())

    def is_over(self) -> bool:
        """Has everything ended, and was everybody killed?"""
        return self.desk.state == "done" and not list(unfinished(self.floor))

    def told(self) -> object:
        """What there is, for a failure."""
        return (self.desk.state, self.floor.outcomes(), self.floor.legs(), self.killer.left)


def wrong(floor: Floor) -> Iterator[str]:
    """
    Read by SQL and from the exchange: rung twice at once, served twice, lost, or a state that
    nobody wrote down.
    """
    rows = floor.does(lambda c: c.execute(text(QUERY)).all())
    for row in rows:
        if row.state == "offered" and not row.places:
            yield "a callback waits in a line in which it does not stand"
        if row.state != "offered" and row.places and not row.live:
            yield f"a callback that is {row.state} stands in the line"
    yield from _calls(floor)


def _calls(floor: Floor) -> Iterator[str]:
    made = floor.exchange.calls
    legs = [leg for leg in made if leg.to == MATTI and leg.direction == "outbound-api"]
    for first, second in pairwise(sorted(legs, key=lambda leg: leg.created_at)):
        if first.ended_at is None or second.created_at < first.ended_at:
            yield "rung twice at the same time"
    rooms = Counter(
        (event["conference"], leg.to)
        for leg in made
        for event in leg.transcript
        if "conference" in event
    )
    if max(rooms.values(), default=0) > 1:
        yield "somebody met twice in one room"
    bound = floor.does(lambda c: c.execute(text("SELECT call_sid FROM attempts")).scalars().all())
    if len(legs) > len(bound):
        yield f"{len(legs)} calls for {len(bound)} attempts"
    if max(Counter(filter(None, bound)).values(), default=0) > 1:
        yield "two attempts are one call"


QUERY = """
SELECT c.state,
  (SELECT COUNT(*) FROM waiting w WHERE w.ref = c.id AND w.state <> 'left') AS places,
  (SELECT COUNT(*) FROM waiting w JOIN offers o ON o.waiting_id = w.id
    WHERE w.ref = c.id AND o.state <> 'ended') AS live
FROM callbacks c
"""


def test_they_meet_once_whoever_is_killed(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    shift = Shift(floor, monkeypatch, *MEETING)
    floor.exchange.telephones[MATTI] = "busy"
    shift.desk.asks()
    shift.until(lambda: bool(shift.desk.rung()))
    floor.exchange.telephones[MATTI] = "answer"
    shift.until(shift.is_over)
    assert shift.killer.left == []
    assert (floor.outcomes().count("done"), shift.desk.places()[-1][1]) == (1, "left")


def test_who_is_not_reached_is_tried_as_often_as_was_said(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = Shift(floor, monkeypatch, *NOT_REACHED)
    floor.exchange.telephones[MATTI] = "busy"
    shift.desk.asks()
    shift.until(lambda: shift.desk.state == "unreachable" and not list(unfinished(floor)))
    assert shift.killer.left == []
    assert (len(shift.desk.rung()), floor.outcomes().count("unreached")) == (3, 3)


def looks_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim as a naive dispatcher does: look, dial, and have nothing written down."""

    def look(dispatcher: Dispatcher, ringer: ringing.Ringer, offer: str) -> object:
        with dispatcher.services.engine.connect() as connection, connection.begin() as looked:
            found = ringing_back._claim_in(connection, ringer, offer)  # noqa: SLF001 -- the bug is in it
            looked.rollback()
        return found

    monkeypatch.setattr(ringing_back, "_claim", look)


def asks_again_when_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a lost answer for a call that was not made."""
    ask = Rest.make_call

    def twice(rest: Rest, order: Order) -> object:
        result = ask(rest, order)
        return ask(rest, order) if isinstance(result, NobodyKnows) else result

    monkeypatch.setattr(Rest, "make_call", twice)


def rings_for_each_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do once more what a repeated webhook has asked for."""
    claims: dict[str, object] = {}
    claim = ringing_back._claim  # noqa: SLF001 -- the bug is after it

    def again(dispatcher: Dispatcher, ringer: ringing.Ringer, offer: str) -> object:
        claims[offer] = claims.get(offer) or claim(dispatcher, ringer, offer)
        return claims[offer]

    monkeypatch.setattr(ringing_back, "_claim", again)


SEEDS = (looks_and_writes_nothing, asks_again_when_nobody_knows, rings_for_each_webhook)


@pytest.mark.parametrize("seed", [*SEEDS, None])
def test_it_finds_a_bug_that_was_sown_and_nothing_where_none_was(
    floor: Floor,
    monkeypatch: pytest.MonkeyPatch,
    seed: Callable[[pytest.MonkeyPatch], None] | None,
) -> None:
    shift = Shift(floor, monkeypatch)
    if seed:
        seed(monkeypatch)
    floor.exchange.telephones[MATTI] = "hand"
    floor.exchange.repeat_webhooks = True
    floor.exchange.faults.extend(["", "drop"])
    shift.desk.asks()
    shift.passes()
    assert bool(list(wrong(floor))) == bool(seed)
