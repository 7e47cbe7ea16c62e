"""The REST interface over real HTTP, with Twilio's own library on the other side."""

from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.testing import Call, Telephone
from tests.simulator.scripted_app import BASE, ScriptedApp

CUSTOMER, LINE, CALLER = "+358501234567", "+358931570000", "+358401110001"
EVENTS = ["initiated", "ringing", "answered", "completed"]
ORDER = {
    "to": CUSTOMER,
    "from_": LINE,
    "url": f"{BASE}/out?id=1",
    "status_callback": f"{BASE}/status",
    "status_callback_event": EVENTS,
    "timeout": 25,
}


def _statuses(app: ScriptedApp) -> list[tuple[str, str]]:
    return [
        (a.params["CallStatus"], a.params["SequenceNumber"])
        for a in app.asked
        if a.path == "/status"
    ]


def test_a_call_is_queued_first_and_rings_when_the_exchange_settles(
    client: Any, exchange: Exchange, app: ScriptedApp
) -> None:
    made = client.calls.create(**ORDER)
    assert (made.status, made.direction, made.queue_time) == ("queued", "outbound-api", "0")
    assert app.asked == []

    exchange.settle()

    assert [a.path for a in app.asked if a.path != "/status"] == ["/out", "/key"]
    out = next(a.params for a in app.asked if a.path == "/out")
    assert (out["id"], out["To"], out["Direction"]) == ("1", CUSTOMER, "outbound-api")
    assert _statuses(app) == [
        ("initiated", "0"),
        ("ringing", "1"),
        ("in-progress", "2"),
        ("completed", "3"),
    ]
    assert client.calls(made.sid).fetch().status == "completed"


@pytest.mark.parametrize("ending", ["busy", "no-answer", "failed"])
def test_a_customer_who_is_not_reached(
    ending: str, client: Any, exchange: Exchange, app: ScriptedApp
) -> None:
    exchange.telephones[CUSTOMER] = ending
    client.calls.create(**ORDER)
    exchange.settle()
    assert [status for status, _ in _statuses(app)] == ["initiated", "ringing", ending]
    assert exchange.clock.seconds - exchange.calls[0].created_at == (
        25 if ending == "no-answer" else 2
    )


def test_only_completed_is_told_unless_more_is_asked_for(
    client: Any, exchange: Exchange, app: ScriptedApp
) -> None:
    client.calls.create(**{**ORDER, "status_callback_event": None})
    exchange.settle()
    assert [status for status, _ in _statuses(app)] == ["completed"]


def test_a_machine_is_detected_on_request(
    client: Any, exchange: Exchange, app: ScriptedApp
) -> None:
    exchange.telephones[CUSTOMER] = "voicemail"
    client.calls.create(**ORDER, machine_detection="Enable")
    exchange.settle()
    assert next(a.params["AnsweredBy"] for a in app.asked if a.path == "/out") == "machine_start"


def test_a_document_may_be_given_with_the_order(client: Any, exchange: Exchange) -> None:
    say = '<Say language="fi-FI" voice="Polly.Suvi-Neural">hei</Say>'
    client.calls.create(to=CUSTOMER, from_=LINE, twiml=f"<Response>{say}</Response>")
    exchange.settle()
    assert exchange.calls[0].transcript[0]["say"] == "hei"


def test_a_given_document_has_no_relative_addresses(client: Any, exchange: Exchange) -> None:
    client.calls.create(
        to=CUSTOMER, from_=LINE, twiml="<Response><Redirect>/out</Redirect></Response>"
    )
    exchange.settle()
    assert [problem.code for problem in exchange.problems] == [11100]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "+15005550001"}, 21217),
        ({"to": "+15005550002"}, 21214),
        ({"to": "+15005550003"}, 21215),
        ({"to": "+15005550004"}, 21216),
        ({"to": "0401234567"}, 21211),
        ({"to": ""}, 21201),
        ({"from_": ""}, 21213),
        ({"from_": "+15005550001"}, 21212),
        ({"url": "not a url"}, 21205),
        ({"url": None}, 21205),
        ({"url": None, "twiml": "x" * 4001}, 32018),
        ({"status_callback_event": ["answerd"]}, 21626),
        ({"timeout": 601}, 20001),
    ],
)
def test_orders_that_twilio_refuses(client: Any, change: dict[str, object], code: int) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.calls.create(**{**ORDER, **change})
    assert (refusal.value.status, refusal.value.code) == (400, code)


def test_a_wrong_token_is_refused(url: str) -> None:
    answer = requests.get(
        f"{url}/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json", auth=(ACCOUNT_SID, "x"), timeout=5
    )
    assert answer.status_code == 401
    assert answer.json() == {
        "code": 20003,
        "message": "Authenticate",
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }


def test_a_field_that_twilio_does_not_know_is_a_problem(url: str, exchange: Exchange) -> None:
    answer = requests.post(
        f"{url}/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json",
        auth=(ACCOUNT_SID, AUTH_TOKEN),
        data={"To": CUSTOMER, "From": LINE, "Url": f"{BASE}/out", "IdempotencyKey": "1"},
        timeout=5,
    )
    assert answer.status_code == 201
    assert exchange.problems[0].words == "Calls has no field IdempotencyKey"


def test_a_field_that_nothing_here_obeys_is_a_problem(client: Any, exchange: Exchange) -> None:
    client.calls.create(**ORDER, send_digits="12")
    assert exchange.problems[0].words == "the simulator does nothing with SendDigits"


def test_a_call_ends_at_its_time_limit(client: Any, exchange: Exchange, app: ScriptedApp) -> None:
    app.documents["/out"] = '<Dial action="/key">+358931570010</Dial>'
    exchange.telephones[CUSTOMER] = "hand"
    client.calls.create(**ORDER, time_limit=100)
    exchange.settle()
    call = Telephone(exchange).answers(CUSTOMER)
    call.is_silent().is_silent().is_silent().has_ended()
    assert call.leg.ended_by == "time limit"


def test_too_many_requests_leave_no_call(client: Any, exchange: Exchange) -> None:
    exchange.faults.append("429")
    with pytest.raises(TwilioRestException) as refusal:
        client.calls.create(**ORDER)
    assert (refusal.value.status, refusal.value.code) == (429, 20429)
    assert exchange.calls == []


def test_a_server_error_may_leave_a_call(client: Any, exchange: Exchange) -> None:
    exchange.faults.append("500")
    with pytest.raises(TwilioRestException) as refusal:
        client.calls.create(**ORDER)
    assert refusal.value.code == 20500
    assert [leg.to for leg in exchange.calls] == [CUSTOMER]


def test_a_dropped_answer_leaves_a_call(client: Any, exchange: Exchange) -> None:
    exchange.faults.append("drop")
    with pytest.raises(requests.ConnectionError):
        client.calls.create(**ORDER)
    assert [leg.to for leg in exchange.calls] == [CUSTOMER]


def test_an_unreadable_answer_leaves_a_call(client: Any, exchange: Exchange) -> None:
    exchange.faults.append("garbage")
    with pytest.raises(ValueError, match="Expecting value"):
        client.calls.create(**ORDER)
    assert [leg.to for leg in exchange.calls] == [CUSTOMER]


def test_a_lost_call_is_found_in_the_list(client: Any, exchange: Exchange) -> None:
    client.calls.create(**ORDER)
    other = client.calls.create(**{**ORDER, "to": "+358501234568"})
    exchange.settle()
    since = exchange.clock.now.replace(hour=0)
    found = client.calls.list(to="+358501234568", from_=LINE, start_time_after=since)
    assert [call.sid for call in found] == [other.sid]
    assert client.calls.list(to="+358501234569") == []
    assert [call.sid for call in client.calls.list(status="completed", limit=1)] == [other.sid]


def test_a_queued_call_is_canceled_without_a_word(
    client: Any, exchange: Exchange, app: ScriptedApp
) -> None:
    made = client.calls.create(**ORDER)
    assert client.calls(made.sid).update(status="canceled").status == "canceled"
    exchange.settle()
    assert app.asked == []


def test_a_ringing_call_is_canceled(client: Any, exchange: Exchange, app: ScriptedApp) -> None:
    exchange.telephones[CUSTOMER] = "hand"
    made = client.calls.create(**ORDER)
    exchange.settle()
    client.calls(made.sid).update(status="canceled")
    exchange.settle()
    assert [status for status, _ in _statuses(app)] == ["initiated", "ringing", "canceled"]


def _calls(exchange: Exchange) -> Call:
    return Telephone(exchange).calls(CALLER, LINE)


def test_a_call_in_progress_is_sent_elsewhere(client: Any, exchange: Exchange) -> None:
    call = _calls(exchange)
    client.calls(call.sid).update(url=f"{BASE}/other")
    exchange.settle()
    call.hears("muualta")


def test_a_call_in_progress_is_ended(client: Any, exchange: Exchange) -> None:
    call = _calls(exchange)
    client.calls(call.sid).update(status="completed")
    exchange.settle()
    call.has_ended()
    assert call.leg.ended_by == "rest"


@pytest.mark.parametrize("order", [{"status": "completed"}, {"url": f"{BASE}/other"}])
def test_a_call_that_has_ended_cannot_be_changed(
    client: Any, exchange: Exchange, order: dict[str, str]
) -> None:
    call = _calls(exchange).hangs_up()
    with pytest.raises(TwilioRestException) as refusal:
        client.calls(call.sid).update(**order)
    assert (refusal.value.status, refusal.value.code) == (400, 21220)


def test_a_call_in_progress_cannot_be_canceled(client: Any, exchange: Exchange) -> None:
    call = _calls(exchange)
    with pytest.raises(TwilioRestException) as refusal:
        client.calls(call.sid).update(status="canceled")
    assert refusal.value.code == 21220


def test_a_call_that_never_was_is_not_found(client: Any) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.calls("CA" + "0" * 32).fetch()
    assert (refusal.value.status, refusal.value.code) == (404, 20404)
