"""The pretend Twilio's text messages."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.face import texted
from simulator.server import served
from simulator.signature import sign
from simulator.transport import Reply

LINE, CALLER = "+358931570000", "+358401110001"
STATUS = "https://ivr.example.fi/sms/status/x"


class Application:
    """Answers every webhook with one document, and keeps what was asked."""

    def __init__(self) -> None:
        self.answer = "<Response><Message>Hei &amp; moi</Message></Response>"
        self.asked: list[tuple[str, dict[str, str], str]] = []

    def send(self, method: str, url: str, body: str, headers: Any) -> Reply:
        """Be the transport."""
        form = dict(parse_qsl(body, keep_blank_values=True))
        assert method == "POST"
        self.asked.append((url, form, headers["X-Twilio-Signature"]))
        return Reply(200, {"content-type": "text/xml"}, self.answer.encode())


@pytest.fixture
def application() -> Application:
    """Somebody's application."""
    return Application()


@pytest.fixture
def exchange(application: Application) -> Exchange:
    """An account whose numbers lead there."""
    return Exchange(application, app_url="https://ivr.example.fi")


@pytest.fixture
def client(exchange: Exchange) -> Iterator[Client]:
    """Twilio's own library, talking to it."""
    with served(exchange) as url:
        made = Client(ACCOUNT_SID, AUTH_TOKEN)
        made.api.base_url = url
        yield made


def test_a_text_is_posted_signed_and_its_answer_arrives(
    exchange: Exchange, application: Application
) -> None:
    (answer,) = exchange.text(CALLER, LINE, "29900")
    assert (answer.body, answer.to, answer.status) == ("Hei & moi", CALLER, "delivered")
    ((url, form, signature),) = application.asked
    assert url == "https://ivr.example.fi/sms/incoming"
    assert (form["From"], form["To"], form["Body"]) == (CALLER, LINE, "29900")
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
    assert signature == sign(AUTH_TOKEN, url, form)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("<Response/>", None),
        ("hello", 12100),
        ("<Reply/>", 12100),
        ("<Response><Say>x</Say></Response>", 14103),
        ("<Response><Message></Message></Response>", 14103),
    ],
)
def test_an_answer_that_is_none_is_a_problem(
    exchange: Exchange, application: Application, document: str, code: int | None
) -> None:
    application.answer = document
    assert exchange.text(CALLER, LINE, "x") == []
    assert [problem.code for problem in exchange.problems] == ([code] if code else [])


def test_stop_is_answered_by_twilio_and_shuts_the_way(exchange: Exchange, client: Client) -> None:
    (own,) = exchange.text(CALLER, LINE, " stop ")
    assert "unsubscribed" in own.body
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=CALLER, from_=LINE, body="x")
    assert refused.value.code == 21610
    assert len(exchange.text(CALLER, LINE, "START")) == 2
    assert str(client.messages.create(to=CALLER, from_=LINE, body="x").status) == "queued"


def test_a_message_goes_out_when_it_settles_and_tells_so(
    exchange: Exchange, client: Client, application: Application
) -> None:
    made = client.messages.create(to=CALLER, from_=LINE, body="Moi", status_callback=STATUS)
    assert [str(made.status), str(made.direction)] == ["queued", "outbound-api"]
    exchange.settle()
    told = [(form["MessageStatus"], form["MessageSid"]) for _, form, _ in application.asked]
    assert told == [("sent", made.sid), ("delivered", made.sid)]
    assert str(client.messages(str(made.sid)).fetch().status) == "delivered"
    assert [text.body for text in exchange.texts.to(CALLER)] == ["Moi"]


def test_what_does_not_arrive_tells_why(exchange: Exchange, client: Client) -> None:
    exchange.texts.behaviours[CALLER] = "undelivered"
    made = client.messages.create(to=CALLER, from_=LINE, body="Moi")
    exchange.settle()
    found = client.messages(str(made.sid)).fetch()
    assert (str(found.status), found.error_code) == ("undelivered", 30003)
    assert exchange.texts.to(CALLER) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"to": "+358931575555"}, 21614),
        ({"to": "nobody"}, 21614),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"from_": ""}, 21603),
        ({"to": ""}, 21604),
    ],
)
def test_a_bad_order_is_refused_with_twilios_code(
    client: Client, exchange: Exchange, values: dict[str, str], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(**{"to": CALLER, "from_": LINE, "body": "x", **values})
    assert refused.value.code == code
    assert exchange.texts.all == []


def test_faults_are_met_once_each(exchange: Exchange, client: Client) -> None:
    exchange.texts.faults.extend(["429", "500", "drop"])
    with pytest.raises(TwilioRestException, match="Too many"):
        client.messages.create(to=CALLER, from_=LINE, body="1")
    with pytest.raises(TwilioRestException, match="Internal"):
        client.messages.create(to=CALLER, from_=LINE, body="2")
    with pytest.raises(requests.ConnectionError):
        client.messages.create(to=CALLER, from_=LINE, body="3")
    client.messages.create(to=CALLER, from_=LINE, body="4")
    assert [text.body for text in exchange.texts.all] == ["2", "3", "4"]


def test_the_list_is_by_the_two_numbers_newest_first(exchange: Exchange, client: Client) -> None:
    for to in (CALLER, "+358401110002", CALLER):
        client.messages.create(to=to, from_=LINE, body=f"to {to}")
    listed = client.messages.list(to=CALLER, from_=LINE)
    assert [text.sid for text in listed] == [
        text.sid for text in reversed(exchange.texts.all) if text.to == CALLER
    ]
    assert client.messages.list(to=CALLER, from_=CALLER) == []


def test_an_unknown_message_is_missing(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages("SM" + "0" * 32).fetch()
    assert refused.value.status == 404


def test_the_control_interface_texts_and_lists(exchange: Exchange) -> None:
    with served(exchange) as url:
        assert texted(url, CALLER, LINE, "29900") == ["Hei & moi"]
        listed = requests.get(f"{url}/simulator/texts", timeout=5).json()["texts"]
        refused = requests.post(f"{url}/simulator/texts", json={"body": "x"}, timeout=5)
    assert [(text["direction"], text["body"]) for text in listed] == [
        ("inbound", "29900"),
        ("outbound-reply", "Hei & moi"),
    ]
    assert refused.status_code == 400
