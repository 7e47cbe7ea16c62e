"""The life of a text message that was promised: its states, and what may follow what."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """What has become of a message. Kept and shown by these names."""

    WAITING = "waiting"
    """The outage goes on, or is not surely over."""
    DUE = "due"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """Nobody knows yet whether it went out."""
    SENT = "sent"
    FAILED = "failed"
    """The number cannot get it, now or later."""
    WITHDRAWN = "withdrawn"
    """The customer does not want it any more."""
    EXPIRED = "expired"
    """Too late to be of use."""


OPEN = frozenset({State.WAITING, State.DUE, State.SENDING, State.UNKNOWN})
ENDED = frozenset(State) - OPEN

TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.DUE, State.WITHDRAWN, State.EXPIRED}),
    State.DUE: frozenset(
        {State.WAITING, State.SENDING, State.FAILED, State.WITHDRAWN, State.EXPIRED}
    ),
    State.SENDING: frozenset(
        {State.SENT, State.UNKNOWN, State.DUE, State.FAILED, State.WITHDRAWN}
    ),
    State.UNKNOWN: frozenset({State.SENT, State.DUE, State.WITHDRAWN}),
    State.SENT: frozenset({State.FAILED}),
    State.FAILED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.EXPIRED: frozenset(),
}
"""What may follow each state. What was sent may yet fail: Twilio tells so by status callback."""


class BadMove(ValueError):
    """A message cannot go from this state to that one."""

    def __init__(self, state: State, to: State) -> None:
        self.state, self.to = state, to
        allowed = ", ".join(sorted(TRANSITIONS[state])) or "nothing: it has ended"
        super().__init__(f"a message that is {state} cannot become {to}, only {allowed}")


def move(state: State, to: State) -> State:
    """Return the state it goes to. Raises BadMove."""
    if to not in TRANSITIONS[state]:
        raise BadMove(state, to)
    return to
