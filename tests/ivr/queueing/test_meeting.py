"""After a meeting the call is over, or the caller is back in the line where they were."""

from datetime import timedelta

import pytest

from ivr.calls.addresses import TURN
from ivr.calls.seal import Sealer
from ivr.calls.waiting import seal_waiting
from ivr.dispatch import offers
from ivr.dispatch.decide import decide
from ivr.queueing.kept import call_of
from simulator.messages import Goto, Redirected
from simulator.testing import Call
from tests.ivr.house import PUBLIC, SETTINGS
from tests.ivr.queueing.conftest import LIISA, MATTI, Office

QUEUE = "linja"
NONE = timedelta(0)


def offered(office: Office) -> str:
    made = office.does(lambda c: decide(c, office.clock.now()))
    assert made is not None
    return made.offer


def accepted(office: Office) -> str:
    """Have the free agent accept whoever is first."""
    id_ = offered(office)
    now = office.clock.now()
    office.does(lambda c: offers.ringing(c, id_, f"CA{id_}"))
    assert office.does(lambda c: offers.accepted(c, id_, f"CA{id_}", now))
    return id_


def comes_out_of_the_queue(office: Office, call: Call) -> None:
    """Do what a dequeue by REST does: a conference, and after it the call goes on."""
    waiting = call_of(office.row(call))
    assert waiting is not None
    after = PUBLIC + TURN + seal_waiting(Sealer(SETTINGS.secret_keys), call.sid, waiting)
    twiml = f'<Response><Dial action="{after}"><Conference>x</Conference></Dial></Response>'
    call.leg.post(Redirected(Goto("", twiml=twiml)))
    office.house.telephone.exchange.settle()


def conference_ends(office: Office) -> None:
    office.house.telephone.exchange.plant.conferences.all()[-1].close()
    office.house.telephone.exchange.settle()


@pytest.fixture
def call(office: Office) -> Call:
    office.agent("eino", "service-fi")
    return office.calls(MATTI).is_in_queue(QUEUE)


def test_whoever_has_spoken_with_one_of_ours_hears_goodbye(office: Office, call: Call) -> None:
    id_ = accepted(office)
    comes_out_of_the_queue(office, call)
    office.does(lambda c: offers.met(c, id_, office.clock.now()))
    office.passes(60)
    conference_ends(office)
    call.hears("Kuulemiin.").has_ended()
    assert (office.row(call)["state"], office.row(call)["left_why"]) == ("left", "served")


def test_whoever_lost_the_agent_is_back_in_the_line_where_they_were(
    office: Office, call: Call
) -> None:
    office.passes(5)
    later = office.calls(LIISA).presses("1").presses("0").is_in_queue(QUEUE)
    since = office.row(call)["since"]
    accepted(office)
    comes_out_of_the_queue(office, call)
    conference_ends(office)
    call.hears("Yhteys asiakaspalvelijaan katkesi. Olette jonossa seuraavana.")
    call.is_in_queue(QUEUE)
    row = office.row(call)
    assert (row["state"], row["since"]) == ("waiting", since)
    office.waits(later).presses("0").hears("Edellänne jonossa on yksi asiakas.")


def test_whoever_hangs_up_in_the_meeting_is_gone_from_the_line(office: Office, call: Call) -> None:
    accepted(office)
    comes_out_of_the_queue(office, call)
    call.hangs_up().has_ended()
    assert (office.row(call)["state"], office.row(call)["left_why"]) == ("left", "hung_up")


def test_a_callback_chosen_while_an_agent_is_rung_ends_the_offer(
    office: Office, call: Call
) -> None:
    id_ = offered(office)
    office.waits(call).presses("1").hears("Soitammeko numeroon")
    ended = office.does(lambda c: offers.find_offer(c, id_))
    assert ended is not None
    assert (ended["state"], ended["outcome"]) == ("ended", "caller_gone")


def test_the_language_chosen_while_waiting_is_that_of_the_call_afterwards(
    office: Office, call: Call
) -> None:
    call.presses("8")
    waiting = call_of(office.row(call))
    assert waiting is not None
    assert (waiting.state.language, waiting.state.chosen) == ("sv", True)
