"""Calling through a running simulator, by script and by hand."""

from collections.abc import Iterator
from typing import Any

import pytest

from simulator.exchange import Exchange
from simulator.face import CallRefused, NothingRuns, SimulatedCall, interactive, lines_of, scripted
from simulator.messages import Goto
from simulator.scripts import Ring
from simulator.server import served
from simulator.testing import exchange_for
from tests.simulator.scripted_app import BASE, ScriptedApp

CALLER, LINE, TEAM = "+358401110001", "+358931570000", "+358931570010"
AGENT = "+358501110009"


@pytest.fixture
def app() -> ScriptedApp:
    return ScriptedApp(
        {
            "/voice/incoming": '<Gather numDigits="1" action="/key"><S>hei</S></Gather>'
            "<Redirect>/voice/incoming</Redirect>",
            "/key": [f"<S>yhdistän</S><Dial>{TEAM}</Dial><Record/>"],
        }
    )


@pytest.fixture
def exchange(app: ScriptedApp) -> Exchange:
    return exchange_for(app)


@pytest.fixture
def url(exchange: Exchange) -> Iterator[str]:
    with served(exchange) as address:
        yield address


HEI = {"say": "hei", "language": "fi-FI"}


def test_each_press_answers_the_next_wait_until_a_person(url: str, exchange: Exchange) -> None:
    assert scripted(url, CALLER, LINE, ["", "0", "never pressed"]) == {
        "transcript": [
            HEI,
            {"key": ""},
            HEI,
            {"key": "0"},
            {"say": "yhdistän", "language": "fi-FI"},
            {"dial": TEAM},
        ],
        "ended": "person",
    }
    assert all(leg.ended for leg in exchange.calls)


def test_the_caller_hangs_up_at_the_last_wait(url: str, exchange: Exchange) -> None:
    assert scripted(url, CALLER, LINE, []) == {"transcript": [HEI], "ended": "caller"}
    assert exchange.calls[0].ended


def test_the_far_side_hangs_up(url: str, app: ScriptedApp) -> None:
    app.documents["/key"] = "<Hangup/>"
    assert scripted(url, CALLER, LINE, ["1", "2"])["ended"] == "hangup"


def test_a_message_is_left(url: str, exchange: Exchange) -> None:
    exchange.telephones[TEAM] = "busy"
    result = scripted(url, CALLER, LINE, ["1"])
    assert result["ended"] == "voicemail"
    assert result["transcript"][-1] == {"record": True}


def test_a_caller_left_in_the_queue(url: str, app: ScriptedApp) -> None:
    app.documents["/key"] = '<Enqueue waitUrl="/voice/incoming">tuki</Enqueue>'
    result = scripted(url, CALLER, LINE, ["1"])
    assert result["ended"] == "queue"
    assert result["transcript"][-2:] == [{"queue": "tuki"}, HEI]


def test_a_caller_is_taken_out_of_the_queue_while_they_wait(
    url: str, app: ScriptedApp, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.documents["/key"] = '<Enqueue waitUrl="/voice/incoming">tuki</Enqueue>'
    taken = Goto("", twiml="<Response><Dial><Queue>tuki</Queue></Dial></Response>")

    def somebody_comes(_seconds: float) -> None:
        exchange.place(LINE, AGENT, taken, Ring())
        exchange.settle()

    monkeypatch.setattr("simulator.face.time.sleep", somebody_comes)
    assert scripted(url, CALLER, LINE, ["1"], queue_seconds=5)["ended"] == "person"


def test_what_the_contract_does_not_name_is_left_out(url: str, app: ScriptedApp) -> None:
    app.documents["/key"] = "<Dial><Conference>huone</Conference></Dial>"
    assert scripted(url, CALLER, LINE, ["1"])["transcript"] == [HEI, {"key": "1"}]


def test_nothing_runs_there() -> None:
    with pytest.raises(NothingRuns, match="no simulator answers"):
        scripted("http://127.0.0.1:9", CALLER, LINE, [])


def test_a_key_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(CallRefused, match="keys are 0-9"):
        scripted(url, CALLER, LINE, ["a"])


def test_by_hand(url: str) -> None:
    answers = iter(["", "x", "1", "h"])
    asked: list[str] = []
    shown: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    assert interactive(url, CALLER, LINE, ask, shown.append) == "person"
    assert shown == [
        "fi-FI  hei",
        "fi-FI  hei",
        "'x': keys are 0-9, * and #",
        "fi-FI  yhdistän",
        f"    [dial {TEAM}]",
    ]
    assert asked[0] == "key(s), Enter = silence, h = hang up"
    assert asked[-1] == f"[with {TEAM}] key(s), Enter = silence, h = hang up"


def test_by_hand_what_happens_meanwhile_is_shown_before_a_key_counts(
    url: str, exchange: Exchange, app: ScriptedApp
) -> None:
    app.documents["/voice/incoming"] = '<Enqueue waitUrl="/wait">tuki</Enqueue>'
    app.documents["/wait"] = '<Gather numDigits="1" timeout="10" action="/key"/>'
    app.documents["/agent"] = '<Dial><Queue url="/before">tuki</Queue></Dial>'
    app.documents["/before"] = "<S>vuoronne</S>"
    shown: list[str] = []

    def ask(prompt: str) -> str:
        if "queue" in prompt:
            exchange.place(LINE, AGENT, Goto(f"{BASE}/agent"), Ring())
            exchange.settle()
            return "1"
        return "h"

    assert interactive(url, CALLER, LINE, ask, shown.append) == "person"
    assert shown == ["    [queue tuki]", "fi-FI  vuoronne"]
    assert "/key" not in [asked.path for asked in app.asked]


def test_by_hand_until_the_far_side_hangs_up(url: str, app: ScriptedApp) -> None:
    app.documents["/key"] = "<S>näkemiin</S>"
    shown: list[str] = []
    assert interactive(url, CALLER, LINE, lambda _prompt: "3", shown.append) == "hangup"
    assert shown == ["fi-FI  hei", "fi-FI  näkemiin"]


def test_a_transcript_for_people() -> None:
    events: list[dict[str, Any]] = [
        HEI,
        {"key": "1"},
        {"key": ""},
        {"dial": TEAM},
        {"record": True},
        {"play": "/a.wav"},
    ]
    assert list(lines_of(events)) == [
        "fi-FI  hei",
        "    >  1",
        "    >  (silence)",
        f"    [dial {TEAM}]",
        "    [record]",
        "    [play /a.wav]",
    ]


def test_hanging_up_twice_is_once(url: str) -> None:
    call = SimulatedCall.place(url, CALLER, LINE)
    call.hang_up()
    call.hang_up()
    assert call.ended == "caller"
