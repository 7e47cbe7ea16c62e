"""Calling by hand or by script through a running simulator: the logic of `linja call`."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import requests

ANSWER_SECONDS = 60.0
"""One press may run through several webhooks of up to 15 seconds each."""

LOOK_SECONDS = 0.1
HANG_UP = "h"
PROMPT = "key(s), Enter = silence, h = hang up"
SHOWN = ("say", "language", "play", "key", "dial", "queue", "record")


class NothingRuns(Exception):
    """There is no simulator at that address."""


class CallRefused(Exception):
    """The simulator says what is wrong with a key or a number."""


@dataclass
class SimulatedCall:
    """One call through the control interface. Raises NothingRuns and CallRefused."""

    base_url: str
    state: dict[str, Any]

    @classmethod
    def place(cls, base_url: str, from_: str, to: str) -> "SimulatedCall":
        """Dial and listen until the first wait."""
        return cls(
            base_url, _send("POST", f"{base_url}/simulator/calls", {"from": from_, "to": to})
        )

    def press(self, keys: str) -> None:
        """Press keys at this wait; none is silence."""
        self._act("press", {"keys": keys})

    def hang_up(self) -> None:
        """Put the receiver down, unless the call is over."""
        if self.going_on:
            self._act("hang-up", {})

    def refresh(self) -> None:
        """See what has happened meanwhile."""
        self.state = _send("GET", f"{self.base_url}/simulator/calls/{self.state['sid']}", None)

    @property
    def going_on(self) -> bool:
        """Is there somebody on the line still?"""
        return self.state["wait"] is not None

    @property
    def transcript(self) -> list[dict[str, Any]]:
        """What was heard and done, with the keys of the public contract."""
        return [
            {name: event[name] for name in SHOWN if name in event}
            for event in self.state["transcript"]
            if not event.keys().isdisjoint(SHOWN)
        ]

    @property
    def reached(self) -> str:
        """Where the caller is while the call goes on: `person`, `queue` or nothing yet."""
        if self.state["talks_with"]:
            return "person"
        return "queue" if self.state["queued"] else ""

    @property
    def ended(self) -> str:
        """How the call ended: `voicemail`, `hangup` (the far side) or `caller`."""
        if self.state["recorded"]:
            return "voicemail"
        return "caller" if self.state["ended_by"] == "caller" else "hangup"

    def _act(self, deed: str, body: dict[str, Any]) -> None:
        url = f"{self.base_url}/simulator/calls/{self.state['sid']}/{deed}"
        self.state = _send("POST", url, body)


def texted(base_url: str, from_: str, to: str, body: str) -> list[str]:
    """Send a text; return the answers. Raises NothingRuns and CallRefused."""
    sent = _send("POST", f"{base_url}/simulator/texts", {"from": from_, "to": to, "body": body})
    return [answer["body"] for answer in sent["answers"]]


def inbox(base_url: str, number: str) -> list[str]:
    """Return what a telephone has got, oldest first. Raises NothingRuns and CallRefused."""
    texts = _send("GET", f"{base_url}/simulator/texts", None)["texts"]
    return [t["body"] for t in texts if t["to"] == number and t["status"] == "delivered"]


def scripted(
    base_url: str, from_: str, to: str, presses: Sequence[str], queue_seconds: float = 0.0
) -> dict[str, Any]:
    """
    Each press answers the next wait; stops at a person. Then the caller hangs up.

    Who is left in a queue gives an agent so many real seconds to take them. Returns
    `{"transcript": [...], "ended": …}`.
    """
    call = SimulatedCall.place(base_url, from_, to)
    for keys in presses:
        if not call.going_on or call.reached == "person":
            break
        call.press(keys)
    _wait_in_queue(call, queue_seconds)
    reached = call.reached
    call.hang_up()
    return {"transcript": call.transcript, "ended": reached or call.ended}


def interactive(
    base_url: str, from_: str, to: str, ask: Callable[[str], str], show: Callable[[str], None]
) -> str:
    """Show what is heard, ask for keys, until the call is over. Returns how it ended."""
    call = SimulatedCall.place(base_url, from_, to)
    shown, reached = 0, ""
    while call.going_on:
        shown = _show_new(call, shown, show)
        reached = call.reached
        answer = ask(f"{_situation(call)}{PROMPT}").strip()
        call.refresh()
        if answer == HANG_UP and call.going_on:
            call.hang_up()
            return reached or call.ended
        if len(call.transcript) > shown or not call.going_on:
            continue
        _press(call, answer, show)
    _show_new(call, shown, show)
    return call.ended


def lines_of(events: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A transcript for people to read."""
    for event in events:
        if "say" in event:
            yield f"{event['language']}  {event['say']}"
        elif "key" in event:
            yield f"    >  {event['key'] or '(silence)'}"
        else:
            name, value = next(iter(event.items()))
            yield f"    [{name}]" if value is True else f"    [{name} {value}]"


def _wait_in_queue(call: SimulatedCall, seconds: float) -> None:
    """Until somebody takes them; on the way there they are in no queue and with nobody."""
    until = time.monotonic() + seconds
    if call.reached != "queue":
        return
    while call.going_on and call.reached != "person" and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
        call.refresh()


def _show_new(call: SimulatedCall, shown: int, show: Callable[[str], None]) -> int:
    new = [event for event in call.transcript[shown:] if "key" not in event]
    for line in lines_of(new):
        show(line)
    return len(call.transcript)


def _situation(call: SimulatedCall) -> str:
    if call.state["talks_with"]:
        return f"[with {call.state['talks_with']}] "
    return "[in the queue] " if call.state["queued"] else ""


def _press(call: SimulatedCall, keys: str, show: Callable[[str], None]) -> None:
    try:
        call.press(keys)
    except CallRefused as refusal:
        show(str(refusal))


def _send(method: str, url: str, body: dict[str, Any] | None) -> dict[str, Any]:
    try:
        answer = requests.request(method, url, json=body, timeout=ANSWER_SECONDS)
    except (requests.ConnectionError, requests.Timeout) as error:
        raise NothingRuns(f"no simulator answers at {url}") from error
    try:
        answered: dict[str, Any] = answer.json()
    except requests.JSONDecodeError:
        answered = {}
    if not answer.ok or not answered:
        raise CallRefused(answered.get("error", f"the simulator answered {answer.status_code}"))
    return answered
