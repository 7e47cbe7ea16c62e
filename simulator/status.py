"""Status callbacks: requests of their own that may come late, twice or in any order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Literal, Protocol

from simulator.clock import VirtualClock
from simulator.failure import Failed
from simulator.webhooks import Exchanged, Webhooks

SIP_CODES = {
    "completed": "200",
    "busy": "486",
    "no-answer": "487",
    "canceled": "487",
    "failed": "404",
}


class Watched(Protocol):
    """The addresses of a leg."""

    @property
    def status(self) -> str:
        """Where to tell."""
        ...

    @property
    def status_events(self) -> frozenset[str]:
        """What to tell of: `initiated`, `ringing`, `answered`, `completed`."""
        ...


class Reported(Protocol):
    """A leg, as far as its status callbacks need to know."""

    sequence: int
    requests: list[Exchanged]

    @property
    def addresses(self) -> Watched:
        """Where to tell of what."""
        ...

    @property
    def duration_seconds(self) -> int:
        """How long it has been answered."""
        ...

    def params(self) -> dict[str, str]:
        """The common parameters."""
        ...


@dataclass(eq=False)
class StatusCallbacks:
    """`mode`: sent at once, twice, or held until `deliver`."""

    webhooks: Webhooks
    clock: VirtualClock
    mode: Literal["prompt", "twice", "held"] = "prompt"
    held: list[Callable[[], None]] = field(default_factory=list)

    def report(self, leg: Reported, event: str) -> None:
        """Tell of an event, if the application asked for it."""
        if not leg.addresses.status or event not in leg.addresses.status_events:
            return
        params = self._params(leg, event)

        def post() -> None:
            self._post(leg, params)

        if self.mode == "held":
            self.held.append(post)
            return
        for _ in range(2 if self.mode == "twice" else 1):
            post()

    def deliver(self, *, backwards: bool = False) -> None:
        """Send what was held, the last one first perhaps."""
        held, self.held = self.held, []
        for post in reversed(held) if backwards else held:
            post()

    def _params(self, leg: Reported, event: str) -> dict[str, str]:
        params = leg.params() | {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(leg.sequence),
            "Timestamp": format_datetime(self.clock.now),
        }
        if event != "completed":
            return params
        seconds = leg.duration_seconds
        return params | {
            "CallDuration": str(seconds),
            "Duration": str(-(-seconds // 60)),
            "SipResponseCode": SIP_CODES[params["CallStatus"]],
        }

    def _post(self, leg: Reported, params: dict[str, str]) -> None:
        try:
            leg.requests.append(self.webhooks.ask("POST", leg.addresses.status, params))
        except Failed as failure:
            self.webhooks.problems.append(failure.problem)
