"""Twilio's REST interface for calls that go on: send them elsewhere, hold them, end them."""

from collections.abc import Callable
from typing import Literal

import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.settings import Settings

TIMEOUT_SECONDS = 3.0
"""Two people wait for it."""
ENDED_ALREADY = 21220
"""Twilio: the call is not in a state in which this can be done; as a rule it has ended."""

Done = Literal["done", "not_there", "unknown"]
"""`not_there`: surely nothing was done. `unknown`: it may have been."""


class LiveCalls:
    """One account. No method raises; each asks once."""

    def __init__(self, settings: Settings) -> None:
        http = TwilioHttpClient(timeout=TIMEOUT_SECONDS, max_retries=0)
        account, token = settings.twilio_account_sid, settings.auth_tokens[0]
        self._client = Client(account, token, http_client=http)
        self._client.api.base_url = settings.twilio_api_url.rstrip("/")

    def take_out(self, queue_sid: str, call_sid: str, url: str) -> Done:
        """Let somebody leave the queue for another document; `not_there`: they are not in it."""
        member = self._client.queues(queue_sid).members(call_sid)
        return _done(lambda: member.update(url=url, method="POST"))

    def send(self, call_sid: str, url: str) -> Done:
        """Let a call that was answered go on with another document, wherever it is."""
        return _done(lambda: self._client.calls(call_sid).update(url=url, method="POST"))

    def hang_up(self, call_sid: str) -> Done:
        """End a call, or stop it from ringing; `not_there`: it has ended."""
        return _done(lambda: self._client.calls(call_sid).update(status="completed"))

    def close_room(self, room: str) -> Done:
        """End a conference for everybody in it."""

        def close(sid: str) -> None:
            self._client.conferences(sid).update(status="completed")

        return self._in_room(room, close)

    def hold(self, room: str, call_sid: str, *, held: bool) -> Done:
        """Let one in a conference hear music, and nobody; or take them back."""

        def set_hold(sid: str) -> None:
            self._client.conferences(sid).participants(call_sid).update(hold=held)

        return self._in_room(room, set_hold)

    def _in_room(self, room: str, work: Callable[[str], None]) -> Done:
        def find_and_work() -> None:
            found = self._client.conferences.list(
                friendly_name=room, status="in-progress", limit=1
            )
            if not found:
                raise TwilioRestException(requests.codes.not_found, room)
            work(str(found[0].sid))

        return _done(find_and_work)


def _done(work: Callable[[], object]) -> Done:
    try:
        work()
    except TwilioRestException as problem:
        gone = problem.status == requests.codes.not_found or problem.code == ENDED_ALREADY
        return "not_there" if gone else "unknown"
    except Exception:  # noqa: BLE001 -- whatever it is, it may have been done
        return "unknown"
    return "done"
