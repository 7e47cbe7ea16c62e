"""Twilio's REST interface: the only place that orders calls and asks about them."""

from dataclasses import dataclass
from datetime import datetime
from json import JSONDecodeError
from typing import Any, Literal

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.settings import Settings

TIMEOUT_SECONDS = 10.0
EVENTS = ("initiated", "ringing", "answered", "completed")
MOST_LISTED = 20
NO_SUCH = 20404
"""Twilio: error 20404, the resource was not found."""
NOT_THIS_NUMBER = frozenset({21201, 21211, 21214, 21217, 13223, 13224, 13226, 21216, 13225, 21202})
"""Twilio's codes for a number that cannot be rung, now or later (Twilio: error dictionary)."""
_BAD_REQUESTS = range(400, 500)


@dataclass(frozen=True, slots=True)
class Order:
    """A call to be made: `answer` and `status` are absolute addresses of ours."""

    to: str
    from_: str
    answer: str
    status: str
    fallback: str
    ring_seconds: int
    most_seconds: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Twilio has the call."""

    call_sid: str


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """
    Surely no call was made. `code` is Twilio's, 0 without one.

    `why`: `unsent` (no connection), `busy` (429), `number` (this number, now or later), or
    `refused`: our set-up is wrong, and somebody must look at it.
    """

    why: Literal["unsent", "busy", "number", "refused"]
    code: int = 0


@dataclass(frozen=True, slots=True)
class NobodyKnows:
    """There may be a call. It must be found, or found missing, before another one is made."""

    why: str


Result = Placed | NotPlaced | NobodyKnows


@dataclass(frozen=True, slots=True)
class Found:
    """A call as Twilio tells of it now. `made_at` is its creation."""

    sid: str
    status: str
    made_at: datetime


class Rest:
    """One account. Nothing here is tried twice: making a call has no idempotency key."""

    def __init__(self, settings: Settings) -> None:
        http = TwilioHttpClient(timeout=TIMEOUT_SECONDS, max_retries=0)
        account, token = settings.twilio_account_sid, settings.auth_tokens[0]
        self._client = Client(account, token, http_client=http)
        self._client.api.base_url = settings.twilio_api_url.rstrip("/")

    def make_call(self, order: Order) -> Result:
        """Ask for a call, once."""
        try:
            made = self._client.calls.create(
                to=order.to,
                from_=order.from_,
                url=order.answer,
                method="POST",
                fallback_url=order.fallback,
                status_callback=order.status,
                status_callback_event=list(EVENTS),
                timeout=order.ring_seconds,
                time_limit=order.most_seconds,
            )
        except Exception as problem:  # noqa: BLE001 -- whatever it is, there may be a call
            return classify(problem)
        return Placed(made.sid) if made.sid else NobodyKnows("no sid in the answer")

    def find(self, call_sid: str) -> Found | None:
        """Return a call, None if Twilio knows none of this sid. Raises what goes wrong."""
        try:
            return _found(self._client.calls(call_sid).fetch())
        except TwilioRestException as problem:
            if problem.code == NO_SUCH:
                return None
            raise  # also another 404, such as a proxy's: it says nothing of a call

    def calls_to(self, to: str, from_: str, since: datetime) -> list[Found]:
        """
        Return the calls between two numbers that were made since then, the newest first.

        Not by Twilio's `StartTime`: a call that waits to be placed has not started.
        """
        listed = self._client.calls.list(to=to, from_=from_, limit=MOST_LISTED)
        return [found for found in map(_found, listed) if found.made_at >= since]

    def longest_leg_seconds(self, call_sid: str) -> int:
        """Return how long a telephone that this call rang was off the hook, at most; 0: none."""
        legs = self._client.calls.list(parent_call_sid=call_sid, limit=MOST_LISTED)
        return max((int(leg.duration or 0) for leg in legs), default=0)

    def cancel(self, call_sid: str) -> bool:
        """Cancel a call that waits or rings; False when it was too late."""
        try:
            self._client.calls(call_sid).update(status="canceled")
        except TwilioRestException:
            return False
        return True


def classify(problem: Exception) -> Result:
    """
    Tell what a failed order means.

    A connection that was never made sent nothing; 429 and the other 4xx were not processed;
    everything else may have made a call (Twilio: "REST API error codes", 20500).
    """
    match problem:
        case TwilioRestException():
            return _refusal(problem.status, int(problem.code or 0))
        case requests.ConnectTimeout() | requests.exceptions.SSLError():
            return NotPlaced("unsent")
        case requests.ConnectionError() if _never_connected(problem):
            return NotPlaced("unsent")
        case requests.RequestException() | JSONDecodeError() | TwilioException():
            return NobodyKnows(type(problem).__name__)
        case _:
            return NobodyKnows(f"our own {type(problem).__name__}")


def _refusal(status: int, code: int) -> Result:
    if status == requests.codes.too_many_requests:
        return NotPlaced("busy", code)
    if status not in _BAD_REQUESTS or status == requests.codes.request_timeout:
        return NobodyKnows(f"answered {status}")
    return NotPlaced("number" if code in NOT_THIS_NUMBER else "refused", code)


def _never_connected(problem: requests.ConnectionError) -> bool:
    """Urllib3 names it: no route, no name, or refused. A reset after sending is another error."""
    reason = getattr(problem.args[0], "reason", None) if problem.args else None
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError"}


def _found(call: Any) -> Found:
    return Found(str(call.sid), str(call.status), call.date_created)
