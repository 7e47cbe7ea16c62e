"""The control interface of the process."""

import pytest
from werkzeug.test import Client

from simulator.exchange import Exchange
from simulator.server import create_server_app
from simulator.testing import exchange_for
from tests.simulator.scripted_app import ScriptedApp

CALLER, LINE, TEAM = "+358401110001", "+358931570000", "+358931570010"


@pytest.fixture
def exchange() -> Exchange:
    return exchange_for(
        ScriptedApp(
            {
                "/voice/incoming": '<Gather numDigits="1" action="/key"><S>hei</S></Gather>',
                "/key": f"<Dial>{TEAM}</Dial><Record/>",
            }
        )
    )


@pytest.fixture
def control(exchange: Exchange) -> Client:
    return Client(create_server_app(exchange))


def test_a_call_from_end_to_end(control: Client, exchange: Exchange) -> None:
    placed = control.post("/simulator/calls", json={"from": CALLER, "to": LINE})
    assert placed.status_code == 201
    state = placed.get_json()
    assert state["wait"] == {"kind": "key", "other": "", "seconds": 5}
    path = f"/simulator/calls/{state['sid']}"

    talking = control.post(f"{path}/press", json={"keys": "1"}).get_json()
    assert (talking["talks_with"], talking["status"]) == (TEAM, "in-progress")
    recording = control.post(f"{path}/far-side-hangs-up").get_json()
    assert recording["wait"]["kind"] == "record"
    ended = control.post(f"{path}/hang-up").get_json()

    assert ended["wait"] is None
    assert (ended["status"], ended["ended_by"], ended["recorded"]) == ("completed", "caller", True)
    assert control.get(path).get_json() == ended
    assert [call["sid"] for call in control.get("/simulator/calls").get_json()["calls"]] == [
        leg.sid for leg in exchange.calls
    ]


def test_telephones_take_orders(control: Client, exchange: Exchange) -> None:
    answer = control.put(
        f"/simulator/telephones/{TEAM}",
        json={"behaviour": ["busy", {"outcome": "answer", "keys": ["7"]}]},
    )
    assert answer.status_code == 204
    assert exchange.telephones.next(TEAM).outcome == "busy"
    assert exchange.telephones.next(TEAM).keys == ("7",)


def test_modes(control: Client, exchange: Exchange) -> None:
    control.put(
        "/simulator/mode",
        json={"callbacks": "held", "repeat_webhooks": True, "faults": ["429", "drop"]},
    )
    assert (exchange.callbacks.mode, exchange.repeat_webhooks) == ("held", True)
    assert list(exchange.faults) == ["429", "drop"]


def test_held_callbacks_are_delivered_and_problems_are_listed(control: Client) -> None:
    control.put("/simulator/mode", json={"callbacks": "held"})
    sid = control.post("/simulator/calls", json={"from": CALLER, "to": "+1"}).get_json()["sid"]
    control.post(f"/simulator/calls/{sid}/hang-up")
    assert control.post("/simulator/callbacks/deliver").status_code == 204
    assert control.get("/simulator/problems").get_json() == {"problems": []}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/simulator/mode", {"callbacks": "never"}),
        ("PUT", "/simulator/mode", []),
        ("PUT", f"/simulator/telephones/{TEAM}", {"behaviour": "asleep"}),
        ("PUT", f"/simulator/telephones/{TEAM}", {"behaviour": {"mood": "good"}}),
    ],
)
def test_mistakes_are_answered_with_400(
    control: Client, method: str, path: str, body: object
) -> None:
    answer = control.open(path, method=method, json=body)
    assert answer.status_code == 400
    assert answer.get_json()["error"]


def test_a_key_that_is_none_is_refused(control: Client) -> None:
    sid = control.post("/simulator/calls", json={"from": CALLER, "to": LINE}).get_json()["sid"]
    answer = control.post(f"/simulator/calls/{sid}/press", json={"keys": "x"})
    assert answer.status_code == 400
    assert control.post(f"/simulator/calls/{sid}/dance").status_code == 404
    assert control.post("/simulator/calls/CA0/press").status_code == 404
