"""Twilio's list of recordings, and between whom each was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.settings import Settings
from ivr.twilio.rest import TIMEOUT_SECONDS

LEFT_BY_A_CALLER = "RecordVerb"
"""How Twilio names what `<Record>` has made (Twilio: Recording resource, `Source`)."""
PAGE_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording. `address` is what a webhook calls its RecordingUrl."""

    sid: str
    call_sid: str
    address: str
    seconds: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Parties:
    """Who called whom, as Twilio writes it."""

    from_: str
    to: str


class RecordingList:
    """One account's. Its methods raise what Twilio's library and `requests` raise."""

    def __init__(self, settings: Settings) -> None:
        http = TwilioHttpClient(timeout=TIMEOUT_SECONDS, max_retries=0)
        account, token = settings.twilio_account_sid, settings.auth_tokens[0]
        self._client = Client(account, token, http_client=http)
        self._client.api.base_url = settings.twilio_api_url.rstrip("/")

    def since(self, oldest: datetime) -> Iterator[Recording]:
        """Return the messages that have been left since then and can be heard, newest first."""
        listed = self._client.recordings.stream(date_created_after=oldest, page_size=PAGE_SIZE)
        return (_read(one) for one in listed if _is_message(one))

    def delete(self, sid: str) -> bool:
        """Delete a recording; True when it is surely gone, False when it may be there."""
        try:
            return bool(self._client.recordings(sid).delete())
        except TwilioRestException as problem:
            return bool(problem.status == requests.codes.not_found)
        except requests.RequestException:
            return False

    def parties(self, call_sid: str) -> Parties:
        """Return who called whom."""
        call: Any = self._client.calls(call_sid).fetch()
        return Parties(str(call._from), str(call.to))  # noqa: SLF001 -- the library's only name for it


def _is_message(one: Any) -> bool:
    ready = (one.source, one.status) == (LEFT_BY_A_CALLER, "completed")
    return ready and int(one.duration or 0) > 0


def _read(one: Any) -> Recording:
    address = str(one.media_url or one.uri)
    return Recording(one.sid, one.call_sid, address, int(one.duration), one.date_created)
