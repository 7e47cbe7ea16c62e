"""Handing over when Twilio, the database or one of our processes is away at that moment."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.dispatch import waiting
from ivr.dispatch import handing
from ivr.dispatch.decide import decide
from ivr.dispatch.dispatching import dispatcher_of, offer_all
from ivr.dispatch.handing import GIVEN_UP_AFTER, hand_over
from ivr.dispatch.legs import intend
from ivr.queue.leases import real_now
from ivr.twilio.live_calls import LiveCalls
from simulator.testing import Call
from tests.ivr.agent_legs.conftest import AINO, MATTI, OTTO, Floor

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def nobody_waits_for_the_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asked for a caller and has not come back was killed long ago."""
    monkeypatch.setattr(handing, "LONGEST_TAKING_SECONDS", 0.0)


def cut_off(floor: Floor) -> Floor:
    """A dispatcher that reaches no Twilio."""
    settings = replace(floor.house.services.settings, twilio_api_url=NOWHERE)
    services = replace(floor.house.services, settings=settings)
    return replace(floor, dispatcher=dispatcher_of(services))


def pressed_while_away(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> tuple[Call, Call]:
    """The agent presses one, and Twilio cannot be asked for the caller."""
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    with monkeypatch.context() as away:
        away.setattr(LiveCalls, "take_out", lambda *_: "unknown")
        away.setattr(LiveCalls, "send", lambda *_: "unknown")
        agent = floor.rings(AINO).presses("1")
    return call.is_in_queue("linja"), agent


def test_a_caller_who_could_not_be_asked_for_is_asked_for_again(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, agent = pressed_while_away(floor, monkeypatch)
    floor.dispatches()
    call.is_with(AINO)
    agent.is_with(MATTI)


def test_a_caller_who_cannot_be_had_stays_in_the_line_and_the_agent_is_told(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, agent = pressed_while_away(floor, monkeypatch)
    floor.clock.at += GIVEN_UP_AFTER
    floor.dispatches()
    agent.hears("Puhelua ei saatu yhdistettyä.").has_ended()
    call.is_in_queue("linja")
    assert (floor.outcomes(), floor.state("aino")) == (["failed"], "available")


def test_a_caller_who_has_hung_up_meanwhile_is_no_failure(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, agent = pressed_while_away(floor, monkeypatch)
    call.leg.end()
    queue = floor.exchange.queues.find("linja")
    assert queue
    queue.leave(call.leg, 0)
    floor.dispatches()
    agent.hears("Soittaja ehti sulkea puhelimen.").has_ended()
    assert (floor.outcomes(), floor.state("aino")) == (["caller_gone"], "available")


def not_entered(floor: Floor) -> None:
    """Twilio has not told in which queue anybody is: the first document there was lost."""
    floor.does(lambda connection: connection.execute(update(waiting).values(queue_sid=None)))


def test_a_caller_whose_queue_nobody_has_told_of_is_fetched_from_wherever_they_are(
    floor: Floor,
) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    not_entered(floor)
    agent = floor.meets(call)
    agent.is_with(MATTI)
    assert floor.outcomes() == [""]


def test_if_such_a_caller_is_gone_the_agent_hears_so(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    not_entered(floor)
    floor.dispatches()
    agent = floor.rings(AINO)
    call.leg.end()
    agent.presses("1").hears("Soittaja ehti sulkea puhelimen.").has_ended()
    assert (floor.outcomes(), floor.state("aino")) == (["caller_gone"], "available")


def test_if_such_a_caller_cannot_be_fetched_both_go_on_in_words(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    not_entered(floor)
    floor.dispatches()
    with monkeypatch.context() as away:
        away.setattr(LiveCalls, "send", lambda *_: "unknown")
        agent = floor.rings(AINO).presses("1")
        floor.dispatches()
    floor.clock.at += GIVEN_UP_AFTER
    floor.dispatches()
    agent.hears("Puhelua ei saatu yhdistettyä.").has_ended()
    call.is_in_queue("linja")
    assert (floor.outcomes(), floor.state("aino")) == (["failed"], "available")


def test_a_caller_is_not_taken_out_of_the_conversation_by_asking_again(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to the first asking was lost; by the second the caller is in the room."""
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    taken = LiveCalls.take_out
    with monkeypatch.context() as away:

        def lost(live: LiveCalls, queue_sid: str, call_sid: str, url: str) -> str:
            taken(live, queue_sid, call_sid, url)
            return "unknown"

        away.setattr(LiveCalls, "take_out", lost)
        floor.rings(AINO).presses("1")
    call.is_with(AINO)
    floor.dispatches()
    call.is_with(AINO)
    assert floor.exchange.problems == []


def test_a_decision_whose_process_died_before_it_rang_is_made_again(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()

    def dies(connection: Connection) -> None:
        made = decide(connection, floor.clock.now())
        assert made
        now = real_now(connection)
        intend(connection, (made.offer, made.agent), (AINO, "+358931570000"), (now, 0))

    floor.does(dies)
    for _ in range(3):
        floor.dispatches()
    assert (floor.rung(AINO), floor.outcomes()) == (0, ["failed"])
    floor.passes(5)
    floor.meets(call)
    assert floor.rung(AINO) == 1


def test_without_twilio_nobody_is_blamed_and_the_caller_waits(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    assert cut_off(floor).dispatches() == 1
    call.is_in_queue("linja")
    assert (floor.outcomes(), floor.state("aino")) == (["failed"], "available")
    floor.passes(5)
    floor.meets(call)


def test_two_dispatchers_ring_one_agent_for_one_caller(floor: Floor) -> None:
    floor.agent("aino", AINO)
    floor.agent("otto", OTTO)
    floor.calls()
    assert offer_all(floor.dispatcher) + offer_all(floor.dispatcher) == 1


def test_a_late_key_of_a_second_call_takes_nobody(floor: Floor) -> None:
    """A call that nobody knew of rings beside the one that we know."""
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    first = floor.rings(AINO)
    known = next(one.request.url for one in first.requests if "/voice/agent/" in one.request.url)
    again = floor.house.post(
        known.removeprefix("https://ivr.example.fi"), CallSid="CAother", CallStatus="in-progress"
    )
    assert "Somebody" not in again.text
    assert "<Gather" not in again.text
    first.presses("1")
    call.is_with(AINO)


def test_whoever_has_talked_needs_no_callback_and_who_has_not_still_does(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.house.telephone.calls(MATTI, "+358931570000").presses("0").presses("1")
    call.presses("1").hears("Soittopyyntönne on kirjattu")
    state = select(callbacks.c.state)
    again = floor.house.telephone.calls(MATTI, "+358931570000").presses("0")
    floor.meets(again)
    floor.passes(2)
    again.hangs_up()
    assert floor.does(lambda c: c.execute(state).scalar()) != "served_otherwise"
    third = floor.house.telephone.calls(MATTI, "+358931570000").presses("0")
    floor.meets(third)
    floor.clock.at += timedelta(seconds=50)
    third.hangs_up()
    assert floor.does(lambda c: c.execute(state).scalar()) == "served_otherwise"


def test_handing_over_what_is_not_accepted_does_nothing(floor: Floor) -> None:
    assert hand_over(floor.dispatcher, "nothing") == "later"
