"""Two calls that meet in a queue."""

from typing import Any

import pytest

from simulator.exchange import Exchange
from simulator.messages import Goto, Redirected
from simulator.scripts import Ring
from simulator.testing import Telephone, exchange_for
from tests.simulator.scripted_app import BASE, ScriptedApp

CALLER, AGENT, LINE = "+358401110001", "+358501110009", "+358931570000"

DOCUMENTS = {
    "/voice/incoming": '<Enqueue waitUrl="/wait" action="/left">tuki</Enqueue>',
    "/wait": '<Gather numDigits="1" timeout="10" action="/key"><S>odotatte</S></Gather>',
    "/left": "<S>kiitos soitosta</S>",
    "/agent": '<Dial action="/done"><Queue url="/before">tuki</Queue></Dial>',
    "/before": "<S>yhdistän</S>",
    "/done": "<Hangup/>",
    "/elsewhere": '<Gather numDigits="1"><S>muualla</S></Gather>',
}


@pytest.fixture
def app() -> ScriptedApp:
    return ScriptedApp(dict(DOCUMENTS))


@pytest.fixture
def exchange(app: ScriptedApp) -> Exchange:
    return exchange_for(app)


def _ring_agent(exchange: Exchange) -> None:
    exchange.place(LINE, AGENT, Goto(f"{BASE}/agent"), Ring())
    exchange.settle()


def _asked(app: ScriptedApp, path: str) -> dict[str, Any]:
    return dict(next(asked.params for asked in app.asked if asked.path == path))


def test_an_agent_takes_the_first_who_waits(app: ScriptedApp, exchange: Exchange) -> None:
    telephone = Telephone(exchange)
    first = telephone.calls(CALLER, LINE).is_silent().is_in_queue("tuki")
    second = telephone.calls("+358401110002", LINE).is_in_queue("tuki")

    _ring_agent(exchange)

    first.is_with(AGENT)
    second.is_in_queue("tuki")
    assert first.transcript[-1]["say"] == "yhdistän"
    before = _asked(app, "/before")
    assert before["CallSid"] == first.sid
    assert before["DequeingCallSid"] == first.leg.talks_with.sid  # type: ignore[union-attr]


def test_the_queues_action_is_told_when_the_talk_is_over(
    app: ScriptedApp, exchange: Exchange
) -> None:
    call = Telephone(exchange).calls(CALLER, LINE)
    _ring_agent(exchange)
    assert "/left" not in [asked.path for asked in app.asked]

    call.is_silent().other_side_hangs_up().hears("kiitos soitosta").has_ended()

    left = _asked(app, "/left")
    assert (left["QueueResult"], left["CallStatus"]) == ("bridged", "in-progress")
    assert _asked(app, "/done")["DialCallStatus"] == "completed"
    assert _asked(app, "/done")["CallStatus"] == "completed"


def test_a_caller_who_hangs_up_while_talking_was_bridged(
    app: ScriptedApp, exchange: Exchange
) -> None:
    call = Telephone(exchange).calls(CALLER, LINE)
    _ring_agent(exchange)
    call.hangs_up().has_ended()
    assert _asked(app, "/left")["QueueResult"] == "bridged"
    assert [leg.status for leg in exchange.calls] == ["completed", "completed"]


def test_an_agent_who_comes_first_waits_for_a_caller(exchange: Exchange) -> None:
    telephone = Telephone(exchange)
    first = telephone.calls(CALLER, LINE).hangs_up()
    exchange.telephones[AGENT] = "hand"
    exchange.place(LINE, AGENT, Goto(f"{BASE}/agent"), Ring())
    exchange.settle()
    agent = telephone.answers(AGENT)
    assert agent.leg.wait is not None
    assert agent.leg.wait.kind == "taking"

    telephone.calls(CALLER, LINE).is_with(AGENT)
    agent.is_with(CALLER)
    first.has_ended()


def test_an_agent_does_not_wait_for_ever(app: ScriptedApp, exchange: Exchange) -> None:
    Telephone(exchange).calls(CALLER, LINE).hangs_up()
    _ring_agent(exchange)
    assert _asked(app, "/done")["DialCallStatus"] == "no-answer"
    second = Telephone(exchange).calls(CALLER, LINE)
    second.is_in_queue("tuki")


def test_a_call_redirected_from_the_queue(app: ScriptedApp, exchange: Exchange) -> None:
    call = Telephone(exchange).calls(CALLER, LINE)
    call.leg.post(Redirected(Goto(f"{BASE}/elsewhere")))
    exchange.settle()
    call.hears("muualla")
    assert _asked(app, "/left")["QueueResult"] == "redirected"


def test_a_call_redirected_from_the_talk(app: ScriptedApp, exchange: Exchange) -> None:
    call = Telephone(exchange).calls(CALLER, LINE)
    _ring_agent(exchange)
    call.leg.post(Redirected(Goto(f"{BASE}/elsewhere")))
    exchange.settle()
    call.hears("muualla")
    assert _asked(app, "/left")["QueueResult"] == "redirected-from-bridged"
    assert exchange.calls[-1].ended


def test_the_average_wait_is_told_to_the_next(app: ScriptedApp, exchange: Exchange) -> None:
    app.documents["/wait"] = '<S>odota</S><Pause length="20"/>'
    first = Telephone(exchange).calls(CALLER, LINE)
    first.hangs_up()
    Telephone(exchange).calls(CALLER, LINE)
    averages = [a.params["AvgQueueTime"] for a in app.asked if a.path == "/wait"]
    assert averages == ["0", "20"]


def test_somebody_who_was_called_waits_in_the_queue_for_an_agent(
    app: ScriptedApp, exchange: Exchange
) -> None:
    exchange.place(LINE, CALLER, Goto(f"{BASE}/voice/incoming"), Ring())
    exchange.settle()
    customer = exchange.calls[0]
    assert customer.queued
    assert "/key" not in [asked.path for asked in app.asked]

    _ring_agent(exchange)

    assert (customer.status, customer.queued) == ("completed", False)
    assert _asked(app, "/done")["DialCallDuration"] == "60"
