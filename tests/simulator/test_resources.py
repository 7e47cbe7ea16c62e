"""Recordings, numbers and queues over REST."""

from typing import Any

import requests

from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.leg import Addresses
from simulator.testing import Telephone
from tests.simulator.scripted_app import BASE, ScriptedApp

LINE, CALLER = "+358931570000", "+358401110001"


def test_recordings_are_served_to_whoever_has_the_token(
    client: Any, exchange: Exchange, app: ScriptedApp, url: str
) -> None:
    app.documents["/voice/incoming"] = '<Record action="/key"/>'
    call = Telephone(exchange).calls(CALLER, LINE).presses("#")
    (made,) = client.recordings.list(call_sid=call.sid)
    assert (made.duration, made.call_sid) == ("5", call.sid)
    told = next(a.params for a in app.asked if a.path == "/key")
    path = told["RecordingUrl"].removeprefix("https://api.twilio.com")

    assert requests.get(f"{url}{path}", timeout=5).status_code == 401
    heard = requests.get(f"{url}{path}.wav", auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=5)
    assert (heard.content[:4], len(heard.content)) == (b"RIFF", 44 + 5 * 16_000)
    assert client.recordings(made.sid).delete()
    assert client.recordings.list() == []


def test_numbers_tell_where_they_lead(client: Any, exchange: Exchange) -> None:
    exchange.numbers[LINE] = exchange.addresses(LINE)
    exchange.numbers["+358931570001"] = Addresses("http://other.example/")
    (number,) = client.incoming_phone_numbers.list(phone_number=LINE)
    assert number.voice_url == f"{BASE}/voice/incoming"
    assert number.voice_fallback_url == f"{BASE}/voice/fallback"
    assert number.status_callback == f"{BASE}/voice/status"


def test_queues_and_those_who_wait(client: Any, exchange: Exchange, app: ScriptedApp) -> None:
    app.documents["/voice/incoming"] = '<Enqueue waitUrl="/wait" action="/key">tuki</Enqueue>'
    app.documents["/wait"] = '<Gather numDigits="1" timeout="30"/>'
    call = Telephone(exchange).calls(CALLER, LINE).is_silent()
    (queue,) = client.queues.list()
    assert (queue.friendly_name, queue.current_size) == ("tuki", 1)
    (member,) = client.queues(queue.sid).members.list()
    assert (member.call_sid, member.position, member.wait_time) == (call.sid, 1, 30)

    client.queues(queue.sid).members("Front").update(url=f"{BASE}/other")
    exchange.settle()

    call.hears("muualta")
    assert client.queues(queue.sid).fetch().current_size == 0
    assert next(a.params["QueueResult"] for a in app.asked if a.path == "/key") == "redirected"
