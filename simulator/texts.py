"""Text messages: sent over REST, answered with TwiML, kept on the telephones that get them."""

import re
from collections import deque
from dataclasses import dataclass, field
from uuid import uuid4
from xml.etree import ElementTree as ET

from simulator.failure import Failed, Problem
from simulator.leg import Plant
from simulator.parameters import API_VERSION

STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
START = frozenset({"START", "YES", "UNSTOP"})
"""Twilio: "Support for opt-out keywords"; it answers these itself and keeps the list."""
STOPPED = "You have successfully been unsubscribed. Reply START to resubscribe."
STARTED = "You have successfully been re-subscribed to messages from this number."
MOBILE = re.compile(r"\+(?!358)[1-9]\d{6,14}|\+358(?:4\d|50)\d{4,8}")
"""Landlines of other countries are not told apart."""
MOST_BODY = 1600
FAILURES = {"undelivered": 30003, "failed": 30008}


@dataclass(eq=False)
class Text:
    """One message. `status` goes from `queued` to `delivered`, or to what the telephone does."""

    from_: str
    to: str
    body: str
    direction: str
    created_at: float
    status: str = "queued"
    told_at: str = ""
    """Where its status is told."""
    error_code: int | None = None
    sid: str = field(default_factory=lambda: f"SM{uuid4().hex}")


@dataclass(eq=False)
class Texts:
    """
    All messages of one account, oldest first.

    `faults`: what the next requests to create one meet: `429`, `500`, `drop`, `garbage`.
    `behaviours`: what becomes of messages to a number: `undelivered`, `failed`, `silent` (nothing
    is told). `stopped`: `(our number, theirs)` that Twilio lets nothing through to.
    """

    plant: Plant
    all: list[Text] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    behaviours: dict[str, str] = field(default_factory=dict)
    stopped: set[tuple[str, str]] = field(default_factory=set)

    def to(self, number: str) -> list[Text]:
        """Return what a telephone has got."""
        return [text for text in self.all if text.to == number and text.status == "delivered"]

    def send(self, from_: str, to: str, body: str, told_at: str = "") -> Text:
        """Take a message; it goes out when the exchange settles."""
        text = Text(from_, to, body, "outbound-api", self.plant.clock.seconds, told_at=told_at)
        self.all.append(text)
        self.plant.agenda.append(lambda: self._deliver(text))
        return text

    def receive(self, url: str, from_: str, to: str, body: str) -> list[Text]:
        """Have somebody text a number of the account; return the answers that reach them."""
        incoming = Text(from_, to, body, "inbound", self.plant.clock.seconds, status="received")
        self.all.append(incoming)
        own = self._keyword(incoming)
        try:
            answered = self.plant.webhooks.ask("POST", url, self._params(incoming))
            replies = [own, *self._replies(answered.text, incoming, url)]
        except Failed as failure:
            self.plant.note_problem(failure)
            replies = [own]
        return [reply for reply in replies if reply]

    def _keyword(self, incoming: Text) -> Text | None:
        word, pair = incoming.body.strip().upper(), (incoming.to, incoming.from_)
        if word in STOP and pair not in self.stopped:
            self.stopped.add(pair)
            return self._reply(incoming, STOPPED)
        if word in START and pair in self.stopped:
            self.stopped.discard(pair)
            return self._reply(incoming, STARTED)
        return None

    def _replies(self, document: str, incoming: Text, url: str) -> list[Text]:
        try:
            response = ET.fromstring(document)  # noqa: S314 -- our own application's answer
        except ET.ParseError as error:
            raise Failed(12100, f"not XML: {error}", url) from error
        if response.tag != "Response":
            raise Failed(12100, f"the root is {response.tag}, not Response", url)
        replies = []
        for verb in response:
            words = "".join(verb.itertext()).strip()
            if verb.tag != "Message" or not words or len(words) > MOST_BODY:
                problem = Problem(14103, f"no message that can be sent: {verb.tag}", url)
                self.plant.problems.append(problem)
            elif (incoming.to, incoming.from_) in self.stopped:
                self.plant.problems.append(Problem(21610, "the recipient has said STOP", url))
            else:
                replies.append(self._reply(incoming, words))
        return replies

    def _reply(self, incoming: Text, words: str) -> Text:
        text = Text(
            incoming.to,
            incoming.from_,
            words,
            "outbound-reply",
            self.plant.clock.seconds,
            "delivered",
        )
        self.all.append(text)
        return text

    def _deliver(self, text: Text) -> None:
        behaviour = self.behaviours.get(text.to, "delivered")
        last = behaviour if behaviour in FAILURES else "delivered"
        for status in ("sent", last):
            text.status = status
            text.error_code = FAILURES.get(status)
            if text.told_at and behaviour != "silent":
                self._tell(text, status)

    def _tell(self, text: Text, status: str) -> None:
        params = self._params(text) | {"MessageStatus": status, "SmsStatus": status}
        if text.error_code:
            params["ErrorCode"] = str(text.error_code)

        def post() -> None:
            try:
                self.plant.webhooks.ask("POST", text.told_at, params)
            except Failed as failure:
                self.plant.note_problem(failure)

        callbacks = self.plant.callbacks
        if callbacks.mode == "held":
            callbacks.held.append(post)
            return
        for _ in range(2 if callbacks.mode == "twice" else 1):
            post()

    def _params(self, text: Text) -> dict[str, str]:
        params = {
            "AccountSid": self.plant.account_sid,
            "ApiVersion": API_VERSION,
            "From": text.from_,
            "To": text.to,
            "MessageSid": text.sid,
            "SmsSid": text.sid,
        }
        if text.direction != "inbound":
            return params
        return params | {
            "SmsMessageSid": text.sid,
            "SmsStatus": "received",
            "Body": text.body,
            "NumMedia": "0",
            "NumSegments": str(-(-max(1, len(text.body)) // 160)),
            "FromCity": "",
            "FromState": "",
            "FromZip": "",
            "FromCountry": "FI",
            "ToCity": "",
            "ToState": "",
            "ToZip": "",
            "ToCountry": "FI",
        }
