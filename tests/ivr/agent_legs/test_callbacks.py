"""An agent is asked first, then the customer is rung: they meet, and every other way has words."""

import pytest

from ivr.callbacks.calling_in import serve
from ivr.db.tables.dispatch import agents
from ivr.dispatch.agents import change
from ivr.lines.store import apply
from tests.ivr.agent_legs.conftest import AINO, LIISA, MATTI, OTTO, TEAMS, Floor
from tests.ivr.agent_legs.ringing_back import Desk, asked_first, open_desk
from tests.ivr.house import LINE


@pytest.fixture
def desk(floor: Floor) -> Desk:
    """Aino is at her desk; the customers' telephones are answered by hand."""
    asked_first(floor, LINE)
    floor.exchange.telephones[MATTI] = "hand"
    floor.exchange.telephones[LIISA] = "hand"
    floor.agent("aino", AINO)
    return open_desk(floor)


def test_the_agent_presses_one_and_then_the_customer_is_rung(desk: Desk) -> None:
    desk.asks()
    desk.goes_round()
    assert (desk.state, desk.rung()) == ("offered", [])
    agent = desk.floor.rings(AINO).hears("Takaisinsoitto: asiakaspalvelu.")
    agent.hears("Painakaa yksi, niin puhelu yhdistyy.").presses("1")
    agent.hears("Soitamme asiakkaalle. Odottakaa hetki.")
    assert (desk.state, len(desk.rung())) == ("ringing", 1)
    customer = desk.customer().hears("Pyysitte meitä soittamaan.").presses("1")
    desk.goes_round()
    customer.hears("Puhelu yhdistyy.").is_with(AINO)
    assert desk.places() == [("call", "talking")]
    desk.floor.passes(180)
    agent.hangs_up()
    customer.hears("Kuulemiin.").has_ended()
    desk.goes_round()
    assert (desk.state, desk.floor.outcomes()) == ("done", ["done"])
    assert desk.floor.state("aino") == "wrap_up"
    assert desk.floor.exchange.problems == []


def test_it_stands_among_the_callers_at_the_time_of_its_own_call(desk: Desk) -> None:
    early = desk.floor.calls(LIISA)
    desk.floor.passes(10)
    desk.asks(ago_seconds=5)
    desk.floor.passes(10)
    desk.goes_round()
    assert desk.places() == [("call", "offered"), ("callback", "waiting")]
    desk.takes(AINO)
    early.is_with(AINO)


def test_a_callback_that_is_older_goes_before_a_caller(desk: Desk) -> None:
    desk.floor.calls(LIISA)
    desk.asks(ago_seconds=600)
    desk.goes_round()
    assert desk.places() == [("callback", "offered"), ("call", "waiting")]


def test_who_does_not_take_it_is_followed_by_the_next_and_nobody_was_tried(desk: Desk) -> None:
    desk.floor.agent("otto", OTTO)
    desk.asks()
    desk.goes_round()
    desk.floor.rings(AINO).presses("5").presses("5").has_ended()
    desk.goes_round()
    desk.takes(OTTO)
    (one,) = desk.callbacks()
    assert (desk.floor.outcomes(), one.counted) == (["missed", ""], 0)
    assert len(desk.rung()) == 1


@pytest.mark.parametrize("phone", ["no-answer", "busy", "voicemail"])
def test_a_customer_who_is_not_reached_is_rung_again_and_the_agent_hears_it(
    desk: Desk, phone: str
) -> None:
    desk.floor.exchange.telephones[MATTI] = phone
    desk.asks()
    desk.goes_round()
    agent = desk.takes(AINO)
    desk.goes_round()
    desk.goes_round()
    agent.hears("Asiakasta ei tavoitettu.").has_ended()
    assert (desk.state, desk.callbacks()[0].counted) == ("waiting_retry", 1)
    assert desk.places() == [("callback", "left")]
    assert (desk.floor.outcomes(), desk.floor.state("aino")) == (["unreached"], "available")


def test_its_next_try_has_the_place_of_its_own_call(desk: Desk) -> None:
    desk.floor.exchange.telephones[MATTI] = "busy"
    desk.asks()
    desk.goes_round()
    desk.takes(AINO)
    desk.goes_round()
    desk.goes_round()
    desk.floor.passes(301)
    desk.floor.exchange.telephones[MATTI] = "hand"
    desk.turns("aino", "available")
    desk.goes_round()
    assert desk.state == "offered"
    (one,) = desk.callbacks()
    assert desk.places() == [("callback", "offered")]
    desk.takes(AINO)
    assert len(desk.rung()) == 2
    assert one.requested_at < desk.floor.clock.now()


def test_an_agent_lost_while_it_rings_leaves_the_customer_first_in_the_line(desk: Desk) -> None:
    later = desk.floor.calls(LIISA)
    desk.asks()
    desk.goes_round()
    agent = desk.takes(AINO)
    agent.hangs_up()
    desk.turns("aino", "away")
    desk.floor.agent("otto", OTTO)
    customer = desk.customer().presses("1").is_in_queue("linja")
    assert desk.state == "connected"
    assert desk.places()[0] == ("callback", "left")
    desk.goes_round()
    desk.takes(OTTO)
    customer.is_with(OTTO)
    later.is_in_queue("linja")


def test_an_agent_lost_once_the_customer_has_answered_leaves_them_first(desk: Desk) -> None:
    later = desk.floor.calls(LIISA)
    desk.asks()
    desk.goes_round()
    agent = desk.takes(AINO)
    customer = desk.customer().presses("1")
    desk.goes_round()
    customer.is_with(AINO)
    desk.floor.passes(1)
    agent.hangs_up()
    customer.hears("Yhteys asiakaspalvelijaan katkesi. Olette jonossa seuraavana.")
    desk.floor.agent("otto", OTTO)
    desk.goes_round()
    desk.takes(OTTO)
    customer.is_with(OTTO)
    later.is_in_queue("linja")
    desk.floor.passes(60)
    customer.hangs_up()
    desk.goes_round()
    assert (desk.state, desk.floor.outcomes()[:2]) == ("done", ["agent_lost", "done"])


def test_who_says_later_is_rung_later_and_the_agent_is_free(desk: Desk) -> None:
    desk.asks()
    desk.goes_round()
    agent = desk.takes(AINO)
    desk.customer().presses("2").has_ended()
    desk.goes_round()
    desk.goes_round()
    agent.hears("Asiakasta ei tavoitettu.").has_ended()
    assert (desk.state, desk.floor.state("aino")) == ("waiting_retry", "available")


def test_what_is_cancelled_while_the_agent_is_asked_lets_the_telephone_fall_silent(
    desk: Desk,
) -> None:
    desk.asks()
    desk.goes_round()
    agent = desk.floor.rings(AINO)
    desk.cancels()
    desk.goes_round()
    desk.goes_round()
    agent.hears("Soittopyyntö on peruttu.").has_ended()
    assert (desk.state, desk.rung()) == ("cancelled_by_staff", [])
    assert desk.places() == [("callback", "left")]
    assert desk.floor.state("aino") == "available"


def test_what_is_cancelled_as_the_key_is_pressed_rings_nobody(desk: Desk) -> None:
    desk.asks()
    desk.goes_round()
    agent = desk.floor.rings(AINO)
    desk.cancels()
    agent.presses("1")
    desk.goes_round()
    desk.goes_round()
    agent.has_ended()
    assert (desk.rung(), desk.floor.state("aino")) == ([], "available")


def test_a_call_of_which_nobody_knows_is_found_and_never_made_twice(desk: Desk) -> None:
    desk.asks()
    desk.goes_round()
    desk.floor.exchange.faults.append("drop")
    agent = desk.takes(AINO)
    for _ in range(4):
        desk.goes_round()
    assert len(desk.rung()) == 1
    desk.customer().presses("1")
    desk.goes_round()
    agent.is_with(MATTI)


def test_a_call_that_was_surely_not_made_frees_the_agent_and_keeps_the_place(desk: Desk) -> None:
    desk.asks()
    desk.goes_round()
    desk.floor.exchange.faults.append("429")
    agent = desk.takes(AINO)
    desk.goes_round()
    agent.hears("Puhelua ei saatu yhdistettyä.").has_ended()
    assert (desk.rung(), desk.callbacks()[0].counted) == ([], 0)
    desk.floor.passes(60)
    desk.turns("aino", "available")
    desk.goes_round()
    assert (desk.state, desk.places()) == ("offered", [("callback", "offered")])


def test_every_webhook_may_come_twice(desk: Desk) -> None:
    desk.floor.exchange.repeat_webhooks = True
    desk.floor.exchange.callbacks.mode = "twice"
    desk.asks()
    desk.goes_round()
    agent = desk.takes(AINO)
    customer = desk.customer().presses("1")
    desk.goes_round()
    customer.is_with(AINO)
    desk.floor.passes(60)
    agent.hangs_up()
    desk.goes_round()
    assert (desk.state, len(desk.rung()), desk.floor.rung(AINO)) == ("done", 1, 1)
    assert desk.floor.exchange.problems == []


def test_while_it_is_closed_nobody_is_asked_and_the_place_is_kept(desk: Desk) -> None:
    desk.turns("aino", "away")
    desk.asks()
    desk.goes_round()
    assert desk.places() == [("callback", "waiting")]
    desk.floor.passes(8 * 3600)
    desk.turns("aino", "available")
    desk.goes_round()
    assert (desk.state, desk.places()) == ("due", [("callback", "left")])
    desk.floor.passes(12 * 3600 + 60)
    desk.turns("aino", "away")
    desk.turns("aino", "available")
    desk.goes_round()
    assert (desk.state, desk.places()) == ("offered", [("callback", "offered")])


def test_what_waits_when_the_last_agent_goes_home_is_rung_when_one_is_back(desk: Desk) -> None:
    desk.asks()
    desk.turns("aino", "away")
    desk.goes_round()
    for _ in range(20):
        desk.floor.passes(3600)
        desk.goes_round()
    assert (desk.state, desk.rung()) == ("offered", [])
    desk.floor.passes(60)
    desk.turns("aino", "available")
    desk.goes_round()
    assert desk.places() == [("callback", "offered")]
    desk.takes(AINO)
    assert len(desk.rung()) == 1


def test_who_calls_in_and_speaks_with_an_agent_is_in_the_line_no_more(desk: Desk) -> None:
    desk.turns("aino", "away")
    desk.asks(ago_seconds=-5)
    desk.floor.passes(6)
    desk.goes_round()
    desk.floor.does(lambda c: serve(c, "CAx", MATTI, LINE, desk.floor.clock.now()))
    assert (desk.state, desk.places()) == ("served_otherwise", [("callback", "left")])


def test_a_line_without_a_desk_rings_the_customer_as_before(desk: Desk) -> None:
    dialled = {**TEAMS["service-fi"], "desk": False, "dial": [OTTO]}
    apply(desk.floor.house.services.engine, {"teams": {"service-fi": dialled}})
    desk.asks()
    desk.goes_round()
    assert (desk.state, len(desk.rung()), desk.places()) == ("ringing", 1, [])


def test_a_line_that_asks_the_customer_first_again_rings_them(desk: Desk) -> None:
    desk.turns("aino", "away")
    desk.asks()
    desk.goes_round()
    asked_first(desk.floor)
    desk.goes_round()
    assert (desk.state, len(desk.rung())) == ("ringing", 1)
    assert desk.places() == [("callback", "left")]


def test_customer_first_the_customer_waits_first_by_their_own_call(desk: Desk) -> None:
    asked_first(desk.floor)
    busy = {"state": "busy", "since": desk.floor.clock.now()}
    desk.floor.does(lambda c: change(c, agents.c.name == "aino", **busy))
    later = desk.floor.calls(LIISA)
    desk.asks(ago_seconds=600)
    desk.goes_round()
    customer = desk.customer().presses("1").is_in_queue("linja")
    assert desk.places() == [("call", "waiting"), ("call", "waiting")]
    assert desk.floor.row(customer)["since"] < desk.floor.row(later)["since"]
