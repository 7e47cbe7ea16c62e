"""The addresses of an agent's call and of the caller's way there; only we can have made them."""

from dataclasses import asdict, dataclass

from ivr.calls.seal import BadSeal, Sealer
from ivr.legs.script import Leg, read_leg

AGENT = "/voice/agent/"
KEY = "/voice/agent-key/"
STATUS = "/voice/agent-status/"
DONE = "/voice/agent-done/"
GONE = "/voice/agent-gone/"
MEET = "/voice/meet/"
_AGENT, _MEET = "agent", "meet"
_NO_CALL = ""


@dataclass(frozen=True, slots=True)
class AgentLeg:
    """
    An agent's call: for which offer, and what is whispered.

    It is sealed for no call: Twilio has not named it when the address is made. The call that
    comes first is the offer's; the database keeps which.
    """

    offer: str
    leg: Leg


@dataclass(frozen=True, slots=True)
class Meeting:
    """A caller on their way to an agent. `following` is the path of their next turn after it."""

    offer: str
    language: str
    bundle: str
    following: str


def seal_agent(sealer: Sealer, agent: AgentLeg) -> str:
    """Return the token for the addresses of an agent's call."""
    return sealer.seal(_AGENT, _NO_CALL, asdict(agent))


def open_agent(sealer: Sealer, token: str) -> AgentLeg:
    """Return what was sealed. Raises BadSeal."""
    plain = sealer.open(_AGENT, _NO_CALL, token)
    try:
        return AgentLeg(str(plain["offer"]), read_leg(plain["leg"]))
    except (KeyError, TypeError):
        raise BadSeal("format") from None


def seal_meeting(sealer: Sealer, call_sid: str, meeting: Meeting) -> str:
    """Return the token for the address at which this caller meets an agent."""
    return sealer.seal(_MEET, call_sid, asdict(meeting))


def open_meeting(sealer: Sealer, call_sid: str, token: str) -> Meeting:
    """Return what was sealed for this call. Raises BadSeal."""
    plain = sealer.open(_MEET, call_sid, token)
    try:
        return Meeting(*(str(plain[name]) for name in Meeting.__dataclass_fields__))
    except KeyError:
        raise BadSeal("format") from None


def room_of(offer: str) -> str:
    """Return the name of the conference in which the two meet: it says nothing of who they are."""
    return f"offer-{offer}"
