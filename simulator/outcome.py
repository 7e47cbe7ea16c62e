"""How a Dial ends, and the conversation in it."""

from dataclasses import dataclass

from simulator.bridge import FOUR_HOURS, Bridge, talk
from simulator.leg import Leg
from simulator.messages import Steps
from simulator.registry import Turn


@dataclass
class Outcome:
    """
    What the Dial's action is told.

    Twilio says `completed` of anyone who picked up, a machine or a refusal in the whisper too;
    only DialBridged tells. A caller who gives up while it rings leaves `no-answer`.
    """

    status: str = "no-answer"
    called: Leg | None = None
    bridge: Bridge | None = None

    def params(self) -> dict[str, str]:
        """DialCallStatus and its companions; durations in seconds."""
        told = {
            "DialCallStatus": self.status,
            "DialBridged": "true" if self.bridge else "false",
        }
        if self.called:
            seconds = self.bridge.seconds if self.bridge else self.called.duration_seconds
            told |= {"DialCallSid": self.called.sid, "DialCallDuration": str(seconds)}
        return told


def talk_through(turn: Turn, bridge: Bridge, outcome: Outcome) -> Steps[None]:
    """Both sides are there: they talk until one leaves or the Dial's timeLimit."""
    outcome.status, outcome.bridge = "completed", bridge
    outcome.called = bridge.other(turn.leg)
    turn.leg.answer()
    bridge.begin()
    star = turn.verb.get("hangupOnStar") == "true"
    yield from talk(turn.leg, bridge, turn.number("timeLimit", int(FOUR_HOURS)), star=star)
