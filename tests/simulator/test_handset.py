"""Telephones held by people: nothing waits, and whoever called answers what rings for them."""

from threading import Event, Thread

import pytest
from werkzeug.test import Client

from simulator.exchange import Exchange
from simulator.messages import Goto
from simulator.scripts import Ring
from simulator.server import create_server_app
from simulator.testing import exchange_for
from tests.simulator.scripted_app import ScriptedApp

CALLER, LINE, TEAM = "+358401110001", "+358931570000", "+358931570010"
HANDSETS = "/simulator/handsets"
ANSWERS = {
    "/voice/incoming": '<Gather numDigits="1" action="/key"><S>hei</S></Gather>',
    "/key": f'<Dial><Number url="/whisper">{TEAM}</Number></Dial>',
    "/whisper": '<Gather numDigits="1" action="/accept"><S>painakaa yksi</S></Gather>',
    "/accept": "<Response/>",
}


@pytest.fixture
def exchange() -> Exchange:
    return exchange_for(ScriptedApp(ANSWERS))


@pytest.fixture
def browser(exchange: Exchange) -> Client:
    return Client(create_server_app(exchange))


def called(browser: Client) -> str:
    answer = browser.post(HANDSETS, json={"from": CALLER, "to": LINE})
    assert answer.status_code == 202
    sid: str = answer.get_json()["sid"]
    return sid


def does(browser: Client, exchange: Exchange, sid: str, deed: str, **given: str) -> None:
    answer = browser.post(f"{HANDSETS}/{sid}/{deed}", json=given)
    assert answer.status_code == 202, answer.text
    exchange.settle()


def test_a_call_begins_when_the_exchange_settles(browser: Client, exchange: Exchange) -> None:
    called(browser)
    before = browser.get(HANDSETS).get_json()["calls"]
    exchange.settle()
    after = browser.get(HANDSETS).get_json()["calls"]
    assert [(one["status"], one["wait"], one["waits"]) for one in before] == [("queued", None, 0)]
    assert [(one["status"], one["wait"]["kind"], one["waits"]) for one in after] == [
        ("in-progress", "key", 1)
    ]


def test_the_team_is_answered_by_hand_and_takes_the_call_with_its_key(
    browser: Client, exchange: Exchange
) -> None:
    sid = called(browser)
    exchange.settle()
    does(browser, exchange, sid, "press", keys="0")
    caller, team = browser.get(HANDSETS).get_json()["calls"]
    assert (caller["wait"]["kind"], team["wait"]["kind"]) == ("ringing", "rings")
    assert (team["parent"], team["to"], team["answered"]) == (sid, TEAM, False)
    does(browser, exchange, team["sid"], "answer")
    does(browser, exchange, team["sid"], "press", keys="1")
    caller, team = browser.get(HANDSETS).get_json()["calls"]
    assert (caller["talks_with"], team["talks_with"]) == (TEAM, CALLER)
    assert [event.get("say") or event.get("key") for event in team["transcript"]] == [
        "painakaa yksi",
        "1",
    ]


@pytest.mark.parametrize(("given", "status"), [("busy", "busy"), ("no-answer", "no-answer")])
def test_a_telephone_that_is_not_answered(
    browser: Client, exchange: Exchange, given: str, status: str
) -> None:
    sid = called(browser)
    exchange.settle()
    does(browser, exchange, sid, "press", keys="0")
    team = browser.get(HANDSETS).get_json()["calls"][1]
    does(browser, exchange, team["sid"], "refuse", status=given)
    assert browser.get(HANDSETS).get_json()["calls"][1]["status"] == status


def test_whoever_called_by_hand_is_called_back_by_hand(exchange: Exchange) -> None:
    browser = Client(create_server_app(exchange))
    called(browser)
    leg = exchange.place(LINE, CALLER, Goto("", twiml="<Response/>"), Ring())
    assert leg.by_hand
    exchange.dial(CALLER, LINE)
    assert not exchange.place(LINE, CALLER, Goto("", twiml="<Response/>"), Ring()).by_hand


def test_a_telephone_in_hand_is_answered_by_hand_whoever_calls(exchange: Exchange) -> None:
    browser = Client(create_server_app(exchange))
    browser.get(HANDSETS, query_string={"hold": [TEAM]})
    held, other = (
        exchange.place(LINE, to, Goto("", twiml="<Response/>"), Ring()) for to in (TEAM, CALLER)
    )
    assert (held.by_hand, other.by_hand) == (True, False)


def test_a_telephone_is_laid_down_when_nobody_looks(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.handset.HELD_SECONDS", 0.0)
    Client(create_server_app(exchange)).get(HANDSETS, query_string={"hold": [TEAM]})
    assert not exchange.place(LINE, TEAM, Goto("", twiml="<Response/>"), Ring()).by_hand


def test_what_is_spoken_is_recorded() -> None:
    app = ScriptedApp({"/voice/incoming": '<Record action="/kept"/>', "/kept": "<Hangup/>"})
    exchange = exchange_for(app)
    browser = Client(create_server_app(exchange))
    sid = called(browser)
    exchange.settle()
    assert browser.post(f"{HANDSETS}/{sid}/speak", json={"seconds": 5}).status_code == 202
    exchange.settle()
    assert browser.get(HANDSETS).get_json()["calls"][0]["recorded"]


def test_nothing_waits_while_the_application_hangs(browser: Client, exchange: Exchange) -> None:
    sid = called(browser)
    exchange.settle()
    hangs, over = Event(), Event()

    def webhook_that_hangs() -> None:
        with exchange.lock:
            hangs.set()
            over.wait()

    thread = Thread(target=webhook_that_hangs)
    thread.start()
    hangs.wait()
    answers = [
        browser.get(HANDSETS),
        browser.get(f"{HANDSETS}/{sid}/requests"),
        browser.post(f"{HANDSETS}/{sid}/press", json={"keys": "0"}),
        browser.post(HANDSETS, json={"from": CALLER, "to": LINE}),
    ]
    over.set()
    thread.join()
    assert [answer.status_code for answer in answers] == [200, 200, 202, 202]


def test_calls_of_robots_are_not_shown(browser: Client, exchange: Exchange) -> None:
    leg = exchange.dial(CALLER, LINE)
    assert browser.get(HANDSETS).get_json()["calls"] == []
    assert browser.post(f"{HANDSETS}/{leg.sid}/hang-up").status_code == 404


def test_what_has_not_changed_is_not_sent_again(browser: Client, exchange: Exchange) -> None:
    sid = called(browser)
    exchange.settle()
    etag = browser.get(HANDSETS).headers["ETag"]
    assert browser.get(HANDSETS, headers={"If-None-Match": etag}).status_code == 304
    does(browser, exchange, sid, "silence")
    assert browser.get(HANDSETS, headers={"If-None-Match": etag}).status_code == 200


def test_the_webhooks_are_shown_with_their_answers(browser: Client, exchange: Exchange) -> None:
    sid = called(browser)
    exchange.settle()
    (done,) = browser.get(f"{HANDSETS}/{sid}/requests").get_json()["requests"]
    assert (done["method"], done["status"], done["params"]["From"]) == ("POST", 200, CALLER)
    assert "hei" in done["body"]


@pytest.mark.parametrize("keys", ["", "x", "+"])
def test_keys_that_are_none_are_refused(browser: Client, exchange: Exchange, keys: str) -> None:
    sid = called(browser)
    exchange.settle()
    answer = browser.post(f"{HANDSETS}/{sid}/press", json={"keys": keys})
    assert (answer.status_code, "keys are 0-9" in answer.get_json()["error"]) == (409, True)


def test_a_call_that_is_over_takes_nothing_more(browser: Client, exchange: Exchange) -> None:
    sid = called(browser)
    exchange.settle()
    does(browser, exchange, sid, "hang-up")
    answer = browser.post(f"{HANDSETS}/{sid}/press", json={"keys": "1"})
    assert (answer.status_code, answer.get_json()) == (409, {"error": "the call has ended"})


def test_there_is_nothing_else_to_do(browser: Client, exchange: Exchange) -> None:
    sid = called(browser)
    exchange.settle()
    assert browser.post(f"{HANDSETS}/{sid}/sing").status_code == 404
    assert browser.post(f"{HANDSETS}/{sid}/press", data="[]").status_code == 409
