"""Twilio's REST interface for the account: its numbers, and what they are allowed to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.settings import Settings
from ivr.twilio.rest import TIMEOUT_SECONDS

ADDRESSES = {
    "voice_url": "/voice/incoming",
    "voice_fallback_url": "/voice/fallback",
    "status_callback": "/voice/status",
    "sms_url": "/sms/incoming",
}
"""What a number of ours leads to, below PUBLIC_URL (Twilio: IncomingPhoneNumber)."""
METHODS = ("voice_method", "voice_fallback_method", "status_callback_method", "sms_method")
OVERRIDING = ("voice_application_sid", "sms_application_sid", "trunk_sid")
"""Twilio ignores the addresses of a number that has one of these."""


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number of the account. `settings` holds the fields named above, as Twilio has them."""

    sid: str
    settings: Mapping[str, str]


def wanted_settings(public_url: str) -> dict[str, str]:
    """Return what a number must be set to."""
    base = public_url.rstrip("/")
    addresses = {name: base + path for name, path in ADDRESSES.items()}
    return {**addresses, **dict.fromkeys(METHODS, "POST"), **dict.fromkeys(OVERRIDING, "")}


class AccountRest:
    """One account. Its methods raise what Twilio's library and `requests` raise."""

    def __init__(self, settings: Settings) -> None:
        http = TwilioHttpClient(timeout=TIMEOUT_SECONDS, max_retries=0)
        account, token = settings.twilio_account_sid, settings.auth_tokens[0]
        self._client = Client(account, token, http_client=http)
        self._client.api.base_url = settings.twilio_api_url.rstrip("/")
        self._client.voice.base_url = voice_address(settings.twilio_api_url)

    def kind(self) -> tuple[str, str]:
        """Return the account's status and type, such as `active`, `Full`."""
        fetched: Any = self._client.api.v2010.account.fetch()
        return str(fetched.status), str(fetched.type)

    def find(self, number: str) -> OwnNumber | None:
        """Return a number (E.164) of the account, None if it has no such number."""
        listed = self._client.incoming_phone_numbers.list(phone_number=number, limit=20)
        return next((_own(one) for one in listed if one.phone_number == number), None)

    def set_up(self, own: OwnNumber, wanted: Mapping[str, str]) -> None:
        """Lead a number elsewhere."""
        self._client.incoming_phone_numbers(own.sid).update(**wanted)

    def may_show(self, number: str) -> bool:
        """May calls of ours show this number: is it ours, or proved to be (verified)?"""
        if self.find(number):
            return True
        listed = self._client.outgoing_caller_ids.list(phone_number=number, limit=20)
        return any(one.phone_number == number for one in listed)

    def may_call(self, country: str) -> bool:
        """May ordinary numbers of a country, such as `FI`, be called (geographic permissions)?"""
        asked = self._client.voice.v1.dialing_permissions.countries(country)
        return bool(asked.fetch().low_risk_numbers_enabled)


def voice_address(api_url: str) -> str:
    """
    Return where the Voice API is, beside an API address.

    Twilio: `api.` and `voice.` of the same region; a test double has both at one address.
    """
    parts = urlsplit(api_url.rstrip("/"))
    host = parts.netloc
    if host.endswith("twilio.com") and host.startswith("api."):
        host = f"voice.{host.removeprefix('api.')}"
    return urlunsplit(parts._replace(netloc=host))


def date_of(api_url: str) -> str:
    """Return the Date header of Twilio's answer, empty if there is none."""
    answer = requests.head(api_url, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    return answer.headers.get("Date", "")


def _own(one: Any) -> OwnNumber:
    names = (*ADDRESSES, *METHODS, *OVERRIDING)
    return OwnNumber(str(one.sid), {name: str(getattr(one, name, None) or "") for name in names})
