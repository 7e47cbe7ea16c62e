"""What is summed up: the names under which sums are kept, and how values are put together."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import get_args

from ivr.figures.story import Outcome

OUTCOMES = get_args(Outcome)
"""What a call came to; they add up to `calls`."""
NAMES = (
    "calls",
    *OUTCOMES,
    "wait_answered",
    "wait_abandoned",
    "wait_abandoned_short",
    "wait_unserved",
    "zero",
    "again_judged",
    "again",
    "noticed",
    "notice_judged",
    "notice_satisfied",
    "wait_told",
    "wait_kept",
    "repair_told",
    "repair_kept",
    "step",
    "step_left",
    "step_asked",
    "step_wrong",
    "step_silent",
    "callback_asked",
    "callback_ended",
    "callback_took",
    "survey_asked",
    "survey",
    "first_resolved",
    "first_not_resolved",
    "first_too_early",
    "first_unknown",
)
"""All that there is: sums of other names are not made anew."""
WAIT_EDGES = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 900, 1200, 1800, 3600, 7200)
"""Seconds: a wait counts to the first edge that is not below it."""
HOURS_EDGES = (300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800)
"""Seconds, for what takes hours."""
BEYOND = 9_999_999
MOST_MINUTES = 1440
"""Differences are kept to the minute, to a day at most."""


def edge_of(seconds: float, edges: Sequence[int] = WAIT_EDGES) -> str:
    """Return the edge of a length of time, as `detail` keeps it: it sorts as text."""
    at = bisect_left(edges, seconds)
    return f"{edges[at] if at < len(edges) else BEYOND:07d}"


def difference_of(seconds: float) -> str:
    """Return a difference in minutes, within a day either way, as `detail` keeps it."""
    return str(max(-MOST_MINUTES, min(MOST_MINUTES, round(seconds / 60))))
