"""Two calls that meet in a conference."""

import pytest

from simulator.exchange import Exchange
from simulator.messages import Goto, HungUp, Redirected
from simulator.scripts import Ring
from simulator.testing import Call, Telephone, exchange_for
from tests.simulator.scripted_app import BASE, ScriptedApp

CALLER, AGENT, LINE = "+358401110001", "+358501110009", "+358931570000"
ENDS = 'endConferenceOnExit="true"'

DOCUMENTS = {
    "/voice/incoming": '<Enqueue waitUrl="/wait" action="/left">tuki</Enqueue>',
    "/wait": '<Gather numDigits="1" timeout="10" action="/key"><S>odotatte</S></Gather>',
    "/left": "<S>poistuitte jonosta</S>",
    "/meet": f'<Dial action="/met"><Conference {ENDS}>huone</Conference></Dial>',
    "/met": "<S>kiitos soitosta</S>",
    "/agent": f'<Dial action="/done"><Conference {ENDS}>huone</Conference></Dial>',
    "/done": "<Hangup/>",
}


@pytest.fixture
def app() -> ScriptedApp:
    return ScriptedApp(dict(DOCUMENTS))


@pytest.fixture
def exchange(app: ScriptedApp) -> Exchange:
    return exchange_for(app)


def rings_agent(exchange: Exchange) -> str:
    leg = exchange.place(LINE, AGENT, Goto(f"{BASE}/agent"), Ring())
    exchange.settle()
    return leg.sid


def comes_out_of_the_queue(exchange: Exchange, call: Call) -> None:
    call.leg.post(Redirected(Goto(f"{BASE}/meet")))
    exchange.settle()


def told(app: ScriptedApp, path: str) -> dict[str, str]:
    return dict(next(asked.params for asked in app.asked if asked.path == path))


def test_the_one_who_is_called_out_of_the_queue_meets_the_agent(
    app: ScriptedApp, exchange: Exchange
) -> None:
    call = Telephone(exchange).calls(CALLER, LINE).is_in_queue("tuki")
    agent = rings_agent(exchange)
    assert exchange.plant.legs[agent].talks_with is None
    comes_out_of_the_queue(exchange, call)
    call.is_with(AGENT)
    assert told(app, "/left")["QueueResult"] == "redirected"


def test_when_the_agent_hangs_up_the_callers_dial_is_over(
    app: ScriptedApp, exchange: Exchange
) -> None:
    call = Telephone(exchange).calls(CALLER, LINE)
    rings_agent(exchange)
    comes_out_of_the_queue(exchange, call)
    call.other_side_hangs_up().hears("kiitos soitosta").has_ended()
    met = told(app, "/met")
    assert met["DialCallStatus"] == "answered"
    assert "DialCallSid" not in met


def test_when_the_caller_hangs_up_the_agents_leg_is_over(
    app: ScriptedApp, exchange: Exchange
) -> None:
    call = Telephone(exchange).calls(CALLER, LINE)
    agent = rings_agent(exchange)
    comes_out_of_the_queue(exchange, call)
    call.hangs_up()
    assert told(app, "/done")["DialCallStatus"] == "answered"
    assert exchange.plant.legs[agent].ended


def test_whoever_is_held_hears_nobody_until_taken_back(exchange: Exchange) -> None:
    call = Telephone(exchange).calls(CALLER, LINE)
    rings_agent(exchange)
    comes_out_of_the_queue(exchange, call)
    room = exchange.plant.conferences.all()[0]
    own = room.find(call.sid)
    assert own
    own.held = True
    room.tell_all()
    exchange.settle()
    assert call.leg.talks_with is None
    own.held = False
    room.tell_all()
    exchange.settle()
    call.is_with(AGENT)


def test_a_room_that_closed_is_another_one_under_the_same_name(exchange: Exchange) -> None:
    agent = exchange.plant.legs[rings_agent(exchange)]
    agent.post(HungUp())
    exchange.settle()
    rings_agent(exchange)
    assert [room.status for room in exchange.plant.conferences.all()] == ["completed", "init"]
