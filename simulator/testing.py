"""The test caller: `Telephone(exchange).calls(from_, to)`, then what is heard and pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.exchange import Exchange
from simulator.leg import Leg
from simulator.transport import WsgiTransport
from simulator.webhooks import Exchanged


def exchange_for(application: object, **options: Any) -> Exchange:
    """An exchange whose webhooks go straight into a WSGI application; options of Exchange."""
    return Exchange(WsgiTransport(application), **options)


@dataclass(frozen=True)
class Telephone:
    """Somebody's telephone. `teams` names the numbers of teams for `is_with_team`."""

    exchange: Exchange
    teams: Mapping[str, str] = field(default_factory=dict)

    def calls(self, from_: str, to: str, *, extra: Mapping[str, str] | None = None) -> "Call":
        """Dial, and listen until the first wait."""
        return Call(self, self.exchange.dial(from_, to, extra=extra))

    def answers(self, number: str) -> "Call":
        """Pick up the telephone that rings; its behaviour is `hand`."""
        for leg in self.exchange.calls:
            if leg.to == number and leg.wait and leg.wait.kind == "rings":
                self.exchange.answer(leg)
                return Call(self, leg)
        raise AssertionError(f"{number} does not ring")


class Call:
    """A call in progress. What is wrong raises AssertionError with the whole transcript."""

    def __init__(self, telephone: Telephone, leg: Leg) -> None:
        self.telephone = telephone
        self.leg = leg

    @property
    def _exchange(self) -> Exchange:
        return self.telephone.exchange

    @property
    def sid(self) -> str:
        """Twilio's CallSid."""
        return self.leg.sid

    @property
    def transcript(self) -> list[dict[str, Any]]:
        """Everything heard and done, in order: say, play, key, dial, queue, record."""
        return self.leg.transcript

    @property
    def requests(self) -> list[Exchanged]:
        """Every webhook about this call with its answer, in order."""
        return self.leg.requests

    @property
    def language(self) -> str:
        """The language of the last speech, `fi-FI` say; empty if there was none."""
        spoken = [event["language"] for event in self.transcript if "say" in event]
        return spoken[-1] if spoken else ""

    @property
    def heard(self) -> str:
        """The words since the last press."""
        presses = [at for at, event in enumerate(self.transcript) if "key" in event]
        recent = self.transcript[presses[-1] + 1 :] if presses else self.transcript
        return " ".join(event["say"] for event in recent if "say" in event)

    @property
    def other_side(self) -> "Call":
        """The call of the one that we talk with; its transcript holds the whisper."""
        if self.leg.talks_with is None:
            raise AssertionError(self._failure("talks with nobody"))
        return Call(self.telephone, self.leg.talks_with)

    def hears(self, text: str) -> "Call":
        """These words occur since the last press."""
        if _plain(text) not in _plain(self.heard):
            raise AssertionError(self._failure(f"did not hear {text!r} since the last press"))
        return self

    def hears_nothing_of(self, text: str) -> "Call":
        """These words do not occur since the last press."""
        if _plain(text) in _plain(self.heard):
            raise AssertionError(self._failure(f"heard {text!r} since the last press"))
        return self

    def presses(self, keys: str) -> "Call":
        """Press keys at this wait; typed ahead, the rest goes to the next ones."""
        self._exchange.press(self.leg, keys)
        return self

    def is_silent(self) -> "Call":
        """Let this wait pass."""
        self._exchange.silence(self.leg)
        return self

    def speaks(self, seconds: float = 5) -> "Call":
        """Speak into a recording, then be silent."""
        self._exchange.speak(self.leg, seconds)
        return self

    def hangs_up(self) -> "Call":
        """Put the receiver down."""
        self._exchange.hang_up(self.leg)
        return self

    def other_side_hangs_up(self) -> "Call":
        """The one that we talk with puts the receiver down."""
        self._exchange.far_side_hangs_up(self.leg)
        return self

    def is_with(self, number: str) -> "Call":
        """We talk with this number now."""
        party = self.leg.talks_with.party if self.leg.talks_with else ""
        if party != number:
            raise AssertionError(self._failure(f"is with {party or 'nobody'}, not with {number}"))
        return self

    def is_with_team(self, name: str) -> "Call":
        """We talk with a number of this team now."""
        party = self.leg.talks_with.party if self.leg.talks_with else ""
        team = self.telephone.teams.get(party, party)
        if team != name:
            raise AssertionError(self._failure(f"is with {team or 'nobody'}, not with {name}"))
        return self

    def is_in_queue(self, name: str) -> "Call":
        """We wait in this queue now."""
        queue = self._exchange.queues.find(name)
        if queue is None or not queue.position(self.leg):
            raise AssertionError(self._failure(f"does not wait in {name}"))
        return self

    def has_ended(self) -> "Call":
        """The call is over."""
        if not self.leg.ended:
            raise AssertionError(self._failure("has not ended"))
        return self

    def repeats(self, index: int) -> str:
        """Send a request again, the last one with -1, as Twilio does; returns the body."""
        return self._exchange.plant.webhooks.send(self.requests[index].request).text

    def _failure(self, what: str) -> str:
        lines = [f"  {event}" for event in self.transcript]
        state = self.leg.wait.kind if self.leg.wait else self.leg.status
        problems = [f"  {problem}" for problem in self._exchange.problems]
        return "\n".join(
            [f"the call {what}", "transcript:", *lines, f"now: {state}"]
            + (["problems:", *problems] if problems else [])
        )


def _plain(text: str) -> str:
    return " ".join(text.split())
