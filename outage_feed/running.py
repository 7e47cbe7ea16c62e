"""What is said of faults that are going on: of one, and of several as one."""

from dataclasses import replace
from datetime import datetime, timedelta

from outage_feed.phase import ahead
from outage_feed.summary import Fact

REOPENED_FOR = timedelta(hours=24)
"""So long after a repair was said, a fault that goes on has "started again"."""
MAJOR = {
    "eta": "major_eta",
    "several_eta": "major_eta",
    "no_eta": "major_none",
    "several_none": "major_none",
}
"""What is said instead in a storm; other states say more, also then."""
CAUTIOUS = (
    "major_none",
    "several_none",
    "withdrawn",
    "reopened_none",
    "partial_none",
    "no_eta",
    "overdue",
    "several_mixed",
)
"""From the most cautious; after these come the states with an estimate, the latest first."""


def running_state(facts: list[Fact], now: datetime) -> tuple[str, datetime | None]:
    """Give the state of one source's faults in one area, and the time that it speaks of."""
    if len(facts) == 1 and facts[0].count == 1:
        return _one(facts[0], now), facts[0].estimate
    latest = max((fact.estimate for fact in facts if fact.estimate), default=None)
    if latest is None or not ahead(latest, now):
        return "several_none", None
    given = [fact.first_estimate for fact in facts if fact.first_estimate]
    without = any(fact.unestimated for fact in facts) or not ahead(min(given), now)
    return ("several_mixed" if without else "several_eta"), latest


def without_estimates(fact: Fact) -> Fact:
    """Leave out what a source too old to be trusted said of the end; plans stay."""
    if fact.planned:
        return fact
    return replace(
        fact, estimate=None, first_estimate=None, withdrawn=False, unestimated=fact.count
    )


def caution(state: str, at: datetime | None) -> tuple[int, float]:
    """Order states: the least is the most cautious."""
    if state in CAUTIOUS:
        return CAUTIOUS.index(state), 0.0
    return len(CAUTIOUS), -at.timestamp() if at else 0.0


def _one(fact: Fact, now: datetime) -> str:
    again = fact.repaired_at is not None and now - fact.repaired_at <= REOPENED_FOR
    partial = fact.status == "partially_restored"
    if fact.estimate is None:
        if fact.withdrawn:
            return "withdrawn"
        return "partial_none" if partial else "reopened_none" if again else "no_eta"
    if not ahead(fact.estimate, now):
        return "overdue"
    return "partial_eta" if partial else "reopened_eta" if again else "eta"
