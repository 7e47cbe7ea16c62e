"""What follows an attempt that did not bring the two together: when to ring again, or no more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from routing.callback import State
from routing.hours import Window
from routing.next_opening import next_allowed
from routing.opening import Opens
from routing.policies import Callbacks

Result = Literal[
    "busy",
    "no_answer",
    "no_key",
    "voicemail",
    "failed",
    "later",
    "our_error",
    "nobody",
    "cut_off",
    "not_placed",
]
"""
`no_key`: answered, but our key was not pressed; `failed`: the network could not reach the number;
`later`: the customer asked for it; `our_error`: we or Twilio failed; `nobody`: none of ours took
it; `cut_off`: the line broke before the two had spoken; `not_placed`: surely no call was made.
"""

WAITS: Mapping[Result, timedelta] = {
    "not_placed": timedelta(0),
    "our_error": timedelta(minutes=1),
    "cut_off": timedelta(minutes=1),
    "busy": timedelta(minutes=5),
    "nobody": timedelta(minutes=5),
    "failed": timedelta(minutes=15),
    "no_answer": timedelta(minutes=30),
    "no_key": timedelta(minutes=30),
    "later": timedelta(hours=1),
    "voicemail": timedelta(hours=2),
}
"""How long to let the customer be. A recipient of voicemail will see that we have called."""

LONGEST_WAITS: Mapping[Result, timedelta] = {
    "not_placed": timedelta(minutes=30),
    "our_error": timedelta(minutes=30),
    "cut_off": timedelta(minutes=30),
    "nobody": timedelta(hours=2),
    "later": timedelta(hours=24),
}
"""
What is here is not counted: the customer was reached and willing, or we never got so far. Nothing
ends it but us, so each time of the same kind waits twice as long as the one before, up to this.
"""

MOST_IN_VAIN = 5
"""So many attempts that do not count, and somebody of ours has to look why."""


def counts(result: Result) -> bool:
    """Is it one of the attempts that the customer was promised?"""
    return result not in LONGEST_WAITS


def retry_after(
    result: Result, attempts: int, policy: Callbacks, before: int = 0
) -> timedelta | None:
    """
    How long to wait before ringing again; None when the attempts are used up.

    `attempts` are those that count, this one included. `before`: those that ended like this one
    earlier, of which only a result that does not count takes notice.
    """
    if counts(result):
        return None if attempts >= policy.attempts else WAITS[result]
    if result == "not_placed":
        return _doubled("our_error", before - 1) if before else WAITS[result]
    return _doubled(result, before)


def _doubled(result: Result, times: int) -> timedelta:
    wait: timedelta = WAITS[result] * (1 << min(times, 10))
    return min(wait, LONGEST_WAITS[result])


def state_after(result: Result, attempts: int, policy: Callbacks) -> State:
    """`waiting_retry`, or `unreachable` when the attempts are used up."""
    again = retry_after(result, attempts, policy)
    return State.UNREACHABLE if again is None else State.WAITING_RETRY


def due_at(opens: Opens, quiet: Window | None, not_before: datetime) -> datetime | None:
    """
    When to ring: inside opening hours and outside quiet time, not before `not_before`.

    None if there is no such time in 60 days: somebody has to look at the hours. A caller who
    asks an urgent line to ring in the night is rung in the night: give no quiet time then.
    """
    return next_allowed(opens, quiet, not_before)
