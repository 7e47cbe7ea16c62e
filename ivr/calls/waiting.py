"""What the address of a wait carries: the state of the call, and what is waited for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from flows.state import State
from flows.verbs import Dial, Digits, Enqueue, Keys, Record, Verb
from ivr.calls.seal import BadSeal, Sealer

Wait = Literal["keys", "digits", "dial", "record", "queue"]

GOOD_FOR_SECONDS = 12 * 3600
_PURPOSE = "turn"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call between two turns. `configured`: the version of lines and teams that it uses."""

    state: State
    wait: Wait
    configured: int = 0


def wait_of(verb: Verb) -> Wait | None:
    """Return what the next webhook answers, or None when there is none to come."""
    match verb:
        case Keys():
            return "keys"
        case Digits():
            return "digits"
        case Dial():
            return "dial"
        case Record():
            return "record"
        case Enqueue():
            return "queue"
        case _:
            return None


def seal_waiting(sealer: Sealer, call_sid: str, waiting: Waiting) -> str:
    """Return the token for this call's next address."""
    plain = {
        "state": waiting.state.to_dict(),
        "wait": waiting.wait,
        "configured": waiting.configured,
    }
    return sealer.seal(_PURPOSE, call_sid, plain)


def open_waiting(sealer: Sealer, call_sid: str, token: str, now: datetime) -> Waiting:
    """Return the call as it was left. Raises BadSeal, also when it is over twelve hours old."""
    plain = sealer.open(_PURPOSE, call_sid, token)
    try:
        state = State.from_dict(plain["state"])
        wait = plain["wait"]
        configured = int(plain.get("configured", 0))
        age_seconds = now.timestamp() - state.started_at
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadSeal("format") from None
    if wait not in get_args(Wait):
        raise BadSeal("format")
    if age_seconds > GOOD_FOR_SECONDS:
        raise BadSeal("expired")
    return Waiting(state, wait, configured)
