"""Twilio's REST interface for text messages: send one, and find out whether it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.settings import Settings
from ivr.twilio.rest import TIMEOUT_SECONDS, NobodyKnows, NotPlaced, Placed, classify

MOST_LISTED = 50
WAITS_SECONDS = 3600
"""So long a message may wait at Twilio to be sent; then it fails: nobody is texted at night."""
STOPPED = 21610
NOT_THIS_NUMBER = frozenset({21211, 21214, 21217, 21265, 21610, 21612, 21614, 21635, 30003, 30006})
"""Twilio's codes for a number that cannot get a message, now or later (Twilio: errors)."""
GONE = frozenset({"failed", "undelivered", "canceled"})
"""Statuses of a message that will not arrive (Twilio: Message resource)."""


@dataclass(frozen=True, slots=True)
class Order:
    """A message to be sent; `status` is an absolute address of ours."""

    to: str
    from_: str
    body: str
    status: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Twilio has it."""

    sid: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """
    Surely nothing was sent. `why`: as `NotPlaced`, or `stopped`: its holder has told Twilio STOP.
    """

    why: Literal["unsent", "busy", "number", "refused", "stopped"]
    code: int = 0


Result = Sent | NotSent | NobodyKnows


@dataclass(frozen=True, slots=True)
class FoundText:
    """A message as Twilio lists it."""

    sid: str
    body: str
    status: str
    made_at: datetime


class TextRest:
    """One account. Nothing here is tried twice: sending has no idempotency key."""

    def __init__(self, settings: Settings) -> None:
        http = TwilioHttpClient(timeout=TIMEOUT_SECONDS, max_retries=0)
        account, token = settings.twilio_account_sid, settings.auth_tokens[0]
        self._client = Client(account, token, http_client=http)
        self._client.api.base_url = settings.twilio_api_url.rstrip("/")

    def send(self, order: Order) -> Result:
        """Send a message, once."""
        try:
            made = self._client.messages.create(
                to=order.to,
                from_=order.from_,
                body=order.body,
                status_callback=order.status,
                validity_period=WAITS_SECONDS,
            )
        except Exception as problem:  # noqa: BLE001 -- whatever it is, it may have been sent
            return classify_text(problem)
        return Sent(made.sid) if made.sid else NobodyKnows("no sid in the answer")

    def sent_to(self, to: str, from_: str, since: datetime) -> Sequence[FoundText]:
        """
        Return the messages between two numbers that were made since then, the newest first.

        Not by Twilio's `DateSent`: one that waits has none. Raises what goes wrong.
        """
        listed = self._client.messages.list(to=to, from_=from_, limit=MOST_LISTED)
        return [found for found in map(_found, listed) if found.made_at >= since]


def classify_text(problem: Exception) -> Result:
    """Tell what a failed order means, as `ivr.twilio.rest.classify` does for calls."""
    match classify(problem):
        case NobodyKnows() as unknown:
            return unknown
        case NotPlaced(_, code) if code == STOPPED:
            return NotSent("stopped", code)
        case NotPlaced(why, code):
            return NotSent("number" if code in NOT_THIS_NUMBER else why, code)
        case Placed():
            raise TypeError("a problem is no success")


def _found(text: Any) -> FoundText:
    return FoundText(str(text.sid), str(text.body), str(text.status), text.date_created)
