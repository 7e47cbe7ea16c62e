"""What the table of recorded cases cannot say in one line."""

import pytest

from simulator.exchange import Exchange
from simulator.leg import Addresses
from simulator.telephones import Behaviour
from simulator.testing import Telephone, exchange_for
from simulator.transport import NoReply, Reply
from tests.simulator.scripted_app import ScriptedApp

CALLER, LINE, TEAM = "+358401110001", "+358931570000", "+358931570010"


def test_a_caller_who_gives_up_at_once_never_completes() -> None:
    app = ScriptedApp({"/voice/incoming": "<Hangup/>"})
    exchange_for(app).dial_and_hang_up_at_once(CALLER, LINE)
    told = [a.params["CallStatus"] for a in app.asked if a.path == "/voice/status"]
    assert told == ["ringing", "no-answer"]


def test_headers_are_twilios() -> None:
    app = ScriptedApp(
        {"/voice/incoming": '<Gather numDigits="1" action="/a"/>', "/a": "<Hangup/>"}
    )
    Telephone(exchange_for(app)).calls(CALLER, LINE).presses("1")
    tokens = {asked.headers["I-Twilio-Idempotency-Token"] for asked in app.asked}
    assert len(tokens) == len(app.asked) == 3
    assert {asked.headers["User-Agent"] for asked in app.asked} == {"TwilioProxy/1.1"}
    assert {asked.headers["Content-Type"] for asked in app.asked} == {
        "application/x-www-form-urlencoded; charset=UTF-8"
    }


def test_repeated_webhooks_carry_the_same_token_and_hear_the_same() -> None:
    app = ScriptedApp({"/voice/incoming": "<Hangup/>"})
    exchange = exchange_for(app)
    exchange.repeat_webhooks = True
    exchange.dial(CALLER, LINE)
    assert [asked.path for asked in app.asked] == ["/voice/incoming"] * 2 + ["/voice/status"] * 2
    assert app.asked[0].headers == app.asked[1].headers
    assert exchange.problems == []


def test_a_repeat_that_hears_something_else_is_a_problem() -> None:
    app = ScriptedApp({"/voice/incoming": ["<S>eka</S>", "<S>toka</S>"]})
    exchange = exchange_for(app)
    exchange.repeat_webhooks = True
    leg = exchange.dial(CALLER, LINE)
    assert [event["say"] for event in leg.transcript] == ["eka"]
    assert "another answer" in exchange.problems[0].words


def test_a_circle_without_a_wait_is_broken() -> None:
    app = ScriptedApp({"/voice/incoming": "<Redirect>/voice/incoming</Redirect>"})
    exchange = exchange_for(app)
    leg = exchange.dial(CALLER, LINE)
    assert leg.ended
    assert "a circle" in exchange.problems[0].words


@pytest.mark.parametrize(("most", "code"), [(64_000, None), (64_001, 11750)])
def test_documents_have_a_greatest_length(most: int, code: int | None) -> None:
    frame = "<Response><!----><Hangup/></Response>"
    body = frame.replace("<!---->", f"<!--{' ' * (most - len(frame))}-->")
    exchange = exchange_for(ScriptedApp({"/voice/incoming": body}))
    exchange.dial(CALLER, LINE)
    assert [problem.code for problem in exchange.problems[:1]] == ([code] if code else [])


class Slow:
    """Answers after so many seconds; or never, so many times."""

    def __init__(self, seconds: float, *lost: str) -> None:
        self.seconds = seconds
        self.lost = list(lost)
        self.sent = 0

    def send(self, *_request: object) -> Reply:
        self.sent += 1
        if self.lost:
            raise NoReply(self.lost.pop(0), "nothing")
        return Reply(200, {"content-type": "text/xml"}, b"<Response/>", self.seconds)


def _call(transport: Slow, voice: str = "http://app.example/voice") -> tuple[Exchange, list[int]]:
    exchange = Exchange(transport)
    exchange.numbers[LINE] = Addresses(voice)
    exchange.dial(CALLER, LINE)
    return exchange, [problem.code for problem in exchange.problems]


def test_an_answer_after_fifteen_seconds_is_none() -> None:
    exchange, problems = _call(Slow(15.1))
    assert problems == [11205]
    assert "application error" in exchange.calls[0].transcript[0]["say"]
    assert _call(Slow(14.9))[1] == []


def test_a_lost_connection_is_tried_once_more() -> None:
    transport = Slow(0, "ct")
    assert _call(transport)[1] == []
    assert transport.sent == 2
    assert _call(Slow(0, "ct", "ct"))[1] == [11205]


def test_a_slow_answer_is_tried_again_only_on_request() -> None:
    assert _call(Slow(0, "rt"))[1] == [11205]
    assert _call(Slow(0, "rt"), "http://app.example/voice#rp=ct,rt")[1] == []


@pytest.mark.parametrize(
    ("url", "code"), [("ftp://app.example/", 11100), ("http://my_app.example/", 11210)]
)
def test_addresses_that_twilio_does_not_take(url: str, code: int) -> None:
    assert _call(Slow(0), url)[1] == [code]


def test_keys_are_keys() -> None:
    exchange = exchange_for(ScriptedApp({"/voice/incoming": '<Gather numDigits="1"/>'}))
    leg = exchange.dial(CALLER, LINE)
    with pytest.raises(ValueError, match="0-9"):
        exchange.press(leg, "a")


def test_nothing_can_be_pressed_after_the_end() -> None:
    exchange = exchange_for(ScriptedApp({"/voice/incoming": "<Hangup/>"}))
    leg = exchange.dial(CALLER, LINE)
    with pytest.raises(ValueError, match="has ended"):
        exchange.press(leg, "1")


def test_telephones_follow_a_list_and_then_its_last_order() -> None:
    app = ScriptedApp(
        {"/voice/incoming": f'<Dial action="/after">{TEAM}</Dial>', "/after": "<Hangup/>"}
    )
    exchange = exchange_for(app)
    exchange.telephones[TEAM] = ["busy", "no-answer"]
    for _ in range(3):
        exchange.dial(CALLER, LINE)
    told = [a.params["DialCallStatus"] for a in app.asked if a.path == "/after"]
    assert told == ["busy", "no-answer", "no-answer"]


def test_telephones_may_be_a_function_or_a_behaviour_of_their_own() -> None:
    app = ScriptedApp(
        {
            "/voice/incoming": f'<Dial action="/after"><Number url="/w">{TEAM}</Number></Dial>',
            "/w": '<Gather numDigits="2" action="/keys"/>',
            "/keys": "<Hangup/>",
            "/after": "<Hangup/>",
        }
    )
    exchange = exchange_for(app)
    exchange.telephones[TEAM] = lambda: Behaviour(keys=("42",))
    exchange.dial(CALLER, LINE)
    assert [a.params["Digits"] for a in app.asked if a.path == "/keys"] == ["42"]


def test_a_behaviour_that_nobody_knows_is_refused_at_once() -> None:
    exchange = exchange_for(ScriptedApp({}))
    with pytest.raises(ValueError, match="'asleep' is none of"):
        exchange.telephones[TEAM] = ["busy", "asleep"]
