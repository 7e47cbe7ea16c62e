"""Redirect, Hangup, Reject and Leave."""

from simulator.messages import Goto, Steps
from simulator.registry import After, Turn, verb


@verb("Redirect")
def redirect(turn: Turn) -> Steps[After]:
    """Go on with another document; without an address, with this one again."""
    yield from ()
    url = turn.page.link((turn.verb.text or "").strip())
    return Goto(url, turn.verb.get("method", "POST"))


@verb("Hangup")
def hang_up(_turn: Turn) -> Steps[After]:
    """End the leg."""
    yield from ()
    return "hangup"


@verb("Reject")
def reject(turn: Turn) -> Steps[After]:
    """Do not pick up: the call ends `busy` or `no-answer` (Twilio: TwiML Reject)."""
    yield from ()
    if turn.leg.answered_at is None:
        turn.leg.status = "busy" if turn.verb.get("reason") == "busy" else "no-answer"
    return "reject"


@verb("Leave")
def leave(_turn: Turn) -> Steps[After]:
    """Leave the queue."""
    yield from ()
    return "leave"
