"""A caller is gone, and Twilio's word of it has never reached us: nobody waits behind them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import requests
from sqlalchemy import Engine, select, update
from twilio.base.exceptions import TwilioRestException
from twilio.rest.api.v2010.account.call import CallContext

from ivr.callbacks.hanging_up import hung_up
from ivr.clock import StoppedClock
from ivr.db.tables.dispatch import agent_teams, agents
from ivr.db.tables.journal import calls
from ivr.duties.waiting import run
from ivr.queueing import vanished
from ivr.queueing.vanished import let_go
from ivr.services import Services
from ivr.twilio.rest import Found, Rest
from simulator.testing import Call
from tests.ivr.admin.planted import call as planted
from tests.ivr.agent_legs.conftest import LIISA, MATTI, QUEUE, Floor, open_floor
from tests.ivr.house import LINE

MINUTES = 60


@pytest.fixture
def floor(demo: Engine, clock: StoppedClock) -> Iterator[Floor]:
    """Aino is there, and busy with something else."""
    with open_floor(demo, clock) as opened:
        opened.agent("aino", "+358931570010")
        turn(opened, free=False)
        yield opened


def turn(floor: Floor, *, free: bool) -> None:
    """Have Aino be busy with something else, or free again."""
    state = "available" if free else "busy"
    with floor.house.services.engine.begin() as connection:
        connection.execute(update(agents).values(state=state))
        connection.execute(update(agent_teams).values(free=free))


def vanishes(floor: Floor, call: Call) -> None:
    """The caller is gone, and nobody tells us."""
    queue = floor.exchange.queues.find(QUEUE)
    assert queue
    queue.leave(call.leg, 0)
    floor.exchange.callbacks.mode = "held"
    call.leg.end()
    floor.exchange.callbacks.held.clear()
    floor.exchange.callbacks.mode = "prompt"


def looks(floor: Floor) -> None:
    run(floor.house.services)


def why(floor: Floor, call: Call) -> str:
    return str(floor.row(call)["left_why"])


class Noting(Rest):
    """Notes whom it is asked for; who is `broken` cannot be looked at."""

    def __init__(self, floor: Floor) -> None:
        super().__init__(floor.house.services.settings)
        self.asked: list[str] = []
        self.broken = ""

    def find(self, call_sid: str) -> Found | None:
        """Ask Twilio."""
        self.asked.append(call_sid)
        if call_sid == self.broken:
            raise requests.ConnectionError
        return super().find(call_sid)


def test_whoever_waits_behind_them_moves_up(floor: Floor) -> None:
    gone = floor.calls(MATTI)
    floor.passes(1)
    call = floor.house.telephone.calls(LIISA, LINE).presses("1").presses("0")
    call.is_in_queue(QUEUE).hears("Edellänne jonossa on yksi asiakas.")
    vanishes(floor, gone)
    floor.passes(5 * MINUTES)
    looks(floor)
    assert (why(floor, gone), why(floor, call)) == ("hung_up", "")
    call.is_silent().hears("Olette jonossa seuraavana.")


def test_their_call_is_over_in_the_journal_too(floor: Floor) -> None:
    gone = floor.calls(MATTI)
    floor.does(lambda connection: planted(connection, floor.clock.now(), sid=gone.sid))
    vanishes(floor, gone)
    floor.passes(5 * MINUTES)
    looks(floor)
    over = select(calls.c.ended_at).where(calls.c.call_sid == gone.sid)
    assert floor.does(lambda connection: connection.execute(over).scalar())


def test_who_waits_is_asked_for_every_five_minutes(floor: Floor) -> None:
    call, twilio = floor.calls(MATTI), Noting(floor)
    for minute in range(1, 12):
        floor.passes(MINUTES)
        let_go(floor.house.services, twilio)
        assert len(twilio.asked) == minute // 5
    call.is_silent().is_in_queue(QUEUE)


def test_of_many_those_who_were_not_asked_for_the_longest_come_first(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vanished, "MOST_AT_ONCE", 2)
    twilio, waits = Noting(floor), []
    for at in range(3):
        waits.append(floor.house.telephone.calls(f"+35840111900{at}", LINE).presses("0").sid)
        floor.passes(1)
    floor.passes(5 * MINUTES)
    for _ in range(2):
        let_go(floor.house.services, twilio)
    assert twilio.asked == waits


def test_nobody_leaves_the_line_because_twilio_cannot_be_asked(floor: Floor) -> None:
    call, twilio = floor.calls(MATTI), Noting(floor)
    twilio.broken = call.sid
    floor.passes(1)
    gone = floor.house.telephone.calls("+358401119000", LINE).presses("0")
    vanishes(floor, gone)
    floor.passes(5 * MINUTES)
    assert let_go(floor.house.services, twilio) == 1
    assert twilio.asked == [call.sid, gone.sid]
    call.is_silent().is_in_queue(QUEUE)


def test_a_404_that_is_not_twilios_says_nothing_of_a_call(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_found(*_: object, **__: object) -> Any:
        raise TwilioRestException(404, "/", "<html>nginx</html>", 404)

    call = floor.calls(MATTI)
    floor.passes(5 * MINUTES)
    monkeypatch.setattr(CallContext, "fetch", not_found)
    assert let_go(floor.house.services, Rest(floor.house.services.settings)) == 0
    call.is_silent().is_in_queue(QUEUE)


def test_one_who_cannot_be_let_go_keeps_none_of_the_others(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(2):
        vanishes(floor, floor.house.telephone.calls(f"+35840111900{at}", LINE).presses("0"))
        floor.passes(1)
    floor.passes(5 * MINUTES)
    usual, first = hung_up, floor.exchange.calls[0].sid

    def fails(services: Services, call_sid: str, now: datetime) -> None:
        if call_sid == first:
            raise OSError
        usual(services, call_sid, now)

    monkeypatch.setattr(vanished, "hung_up", fails)
    assert let_go(floor.house.services, Noting(floor)) == 1
    monkeypatch.setattr(vanished, "hung_up", usual)
    floor.passes(5 * MINUTES)
    assert let_go(floor.house.services, Noting(floor)) == 1


def test_while_twilio_hardly_answers_the_rest_is_left_for_the_next_time(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vanished, "BUSY_SECONDS", -1.0)
    floor.calls(MATTI)
    floor.passes(5 * MINUTES)
    twilio = Noting(floor)
    assert (let_go(floor.house.services, twilio), twilio.asked) == (0, [])


def test_who_speaks_with_one_of_ours_is_not_asked_for(floor: Floor) -> None:
    call, twilio = floor.calls(MATTI), Noting(floor)
    turn(floor, free=True)
    floor.meets(call)
    floor.passes(60 * MINUTES)
    assert (let_go(floor.house.services, twilio), twilio.asked) == (0, [])
