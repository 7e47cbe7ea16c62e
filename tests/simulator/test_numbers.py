"""The account over REST: its numbers, its caller ids, and what it may dial."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator.exchange import Exchange
from simulator.leg import Addresses
from tests.simulator.scripted_app import BASE

LINE = "+358931570000"


def test_a_number_is_led_elsewhere(client: Any, exchange: Exchange) -> None:
    exchange.numbers[LINE] = Addresses("http://other.example/")
    (number,) = client.incoming_phone_numbers.list(phone_number=LINE)
    number.update(voice_url=f"{BASE}/voice/incoming", sms_url=f"{BASE}/sms/incoming")
    (number,) = client.incoming_phone_numbers.list(phone_number=LINE)
    assert (number.voice_url, number.sms_url) == (f"{BASE}/voice/incoming", f"{BASE}/sms/incoming")
    assert exchange.addresses(LINE).voice == f"{BASE}/voice/incoming"


def test_where_no_number_is_named_every_number_is_the_accounts(client: Any) -> None:
    (number,) = client.incoming_phone_numbers.list(phone_number=LINE)
    assert number.phone_number == LINE


def test_a_number_of_nobody_is_not_found(client: Any, exchange: Exchange) -> None:
    exchange.numbers["+358931570001"] = Addresses()
    assert client.incoming_phone_numbers.list(phone_number=LINE) == []
    with pytest.raises(TwilioRestException) as refused:
        client.incoming_phone_numbers("PN" + "0" * 32).update(voice_url=BASE)
    assert refused.value.status == 404


def test_the_account_says_what_it_may_do(client: Any, exchange: Exchange, url: str) -> None:
    exchange.account.caller_ids.add("+358200100200")
    client.voice.base_url = url
    fetched = client.api.v2010.account.fetch()
    assert (fetched.status, fetched.type) == ("active", "Full")
    (shown,) = client.outgoing_caller_ids.list()
    assert shown.phone_number == "+358200100200"
    allowed = [
        client.voice.v1.dialing_permissions.countries(country).fetch().low_risk_numbers_enabled
        for country in ("FI", "SO")
    ]
    assert allowed == [True, False]
