"""The life of a callback: its states, and what may follow what."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """What has become of a callback. Kept and shown by these names."""

    REQUESTED = "requested"
    DUE = "due"
    OFFERED = "offered"
    """In the line of people: an agent is asked before the customer is rung."""
    RINGING = "ringing"
    UNKNOWN = "unknown"
    """Nobody knows yet whether the call went out."""
    WAITING_RETRY = "waiting_retry"
    CONNECTED = "connected"
    """The customer pressed our key; the two have not spoken yet."""
    DONE = "done"
    REFUSED = "refused"
    """The number is not allowed any more."""
    UNREACHABLE = "unreachable"
    CANCELLED_BY_CALLER = "cancelled_by_caller"
    CANCELLED_BY_STAFF = "cancelled_by_staff"
    SERVED_OTHERWISE = "served_otherwise"


ENDED = frozenset(
    {
        State.DONE,
        State.REFUSED,
        State.UNREACHABLE,
        State.CANCELLED_BY_CALLER,
        State.CANCELLED_BY_STAFF,
        State.SERVED_OTHERWISE,
    }
)

OPEN = frozenset(State) - ENDED

FROM_ANY_OPEN = frozenset(
    {State.CANCELLED_BY_CALLER, State.CANCELLED_BY_STAFF, State.SERVED_OTHERWISE}
)

_OWN: Mapping[State, set[State]] = {
    State.REQUESTED: {State.DUE, State.REFUSED},
    State.DUE: {State.OFFERED, State.RINGING, State.REFUSED},
    State.OFFERED: {State.DUE, State.RINGING, State.REFUSED},
    State.RINGING: {State.CONNECTED, State.WAITING_RETRY, State.UNKNOWN, State.UNREACHABLE},
    State.UNKNOWN: {State.RINGING, State.DUE},
    State.WAITING_RETRY: {State.DUE},
    State.CONNECTED: {State.DONE, State.WAITING_RETRY},
}

TRANSITIONS: Mapping[State, frozenset[State]] = {
    state: FROM_ANY_OPEN | _OWN[state] if state in OPEN else frozenset() for state in State
}
"""What may follow each state; nothing follows an ended one."""


WAITS = frozenset({State.REQUESTED, State.DUE, State.OFFERED, State.WAITING_RETRY})
"""Nobody is being rung."""
OVERDUE_AFTER = timedelta(minutes=30)
"""A callback that should have been rung so long ago: nobody rings, or far too few do."""
TALKED_BY = timedelta(hours=2)
"""The same for one that was rung: a call of ours lasts an hour at most."""


def is_overdue(state: State, due_at: datetime, now: datetime) -> bool:
    """Does somebody have to look why this callback is still open?"""
    if state in ENDED:
        return False
    return now - due_at > (OVERDUE_AFTER if state in WAITS else TALKED_BY)


class BadMove(ValueError):
    """A callback cannot go from this state to that one."""

    def __init__(self, state: State, to: State) -> None:
        self.state, self.to = state, to
        allowed = ", ".join(sorted(TRANSITIONS[state])) or "nothing: it has ended"
        super().__init__(f"a callback that is {state} cannot become {to}, only {allowed}")


def may(state: State, to: State) -> bool:
    """May a callback go from one state to another?"""
    return to in TRANSITIONS[state]


def move(state: State, to: State) -> State:
    """Return the state it goes to. Raises BadMove."""
    if not may(state, to):
        raise BadMove(state, to)
    return to
