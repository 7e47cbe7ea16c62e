"""What is said of one postcode: one notice per service, a state and its values, no words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2s
from itertools import groupby
from typing import Literal

from outage_feed.freshness import Freshness
from outage_feed.outage import OVER, SERVICES
from outage_feed.summary import RESTORED_FOR, Fact

HEARD_BEFORE_START = timedelta(hours=24)
NEVER = Freshness(None)
SPEECHLESS = {"withdrawn", "overdue", "planned_overdue"}
"""States in which an operator's message was written for another situation."""

Phase = Literal["running", "planned", "restored", "coming", "cancelled", "silent"]


@dataclass(frozen=True, slots=True)
class Notice:
    """
    `key` changes when a version of any outage that it speaks of does.

    `at` is the estimate, the passed one, the start of coming or cancelled work, the end of what
    was repaired, or when a stale source was last heard; `until` the end of planned work;
    `since` when it began. `message` is an operator's own text by language.
    """

    key: str
    service: str
    state: str
    at: datetime | None = None
    until: datetime | None = None
    since: datetime | None = None
    message: Mapping[str, str] = field(default_factory=dict)


def decide(
    facts: Iterable[Fact], now: datetime, freshness: Mapping[str, Freshness]
) -> list[Notice]:
    """Say what is to be heard now, at most one notice per service. Unknown sources are silent."""
    ordered = sorted(facts, key=lambda fact: (SERVICES.index(fact.service), fact.stamp))
    notices = []
    for _, group in groupby(ordered, key=lambda fact: fact.service):
        notice = _service(list(group), now, freshness)
        if notice:
            notices.append(notice)
    return notices


def _service(
    facts: list[Fact], now: datetime, freshness: Mapping[str, Freshness]
) -> Notice | None:
    by_phase: dict[Phase, list[Fact]] = {}
    stale = []
    for fact in facts:
        age, phase = freshness.get(fact.source, NEVER).state(now), _phase(fact, now)
        if age == "fresh":
            by_phase.setdefault(phase, []).append(fact)
        elif age == "stale" and phase == "running":
            stale.append(fact)
    for phase, speak in SPEAKERS.items():
        if phase in by_phase:
            return speak(by_phase[phase], now)
    return _stale(stale, freshness) if stale else None


def _phase(fact: Fact, now: datetime) -> Phase:
    if fact.expires_at is not None and fact.expires_at <= now:
        return "silent"
    if fact.status == "cancelled":
        ahead = fact.planned and fact.starts_at is not None and now < fact.starts_at
        return "cancelled" if ahead else "silent"
    if fact.status == "restored" or _ended(fact, now):
        return "restored" if now < _end(fact, now) + RESTORED_FOR else "silent"
    if not fact.planned:
        return "running"
    if fact.starts_at is None or fact.starts_at <= now:
        return "planned"
    return "coming" if now >= fact.starts_at - HEARD_BEFORE_START else "silent"


def _ended(fact: Fact, now: datetime) -> bool:
    return fact.ends_at is not None and fact.ends_at <= now


def _end(fact: Fact, now: datetime) -> datetime:
    return fact.ends_at if fact.ends_at is not None and _ended(fact, now) else fact.updated_at


def _running(facts: list[Fact], now: datetime) -> Notice:
    if len(facts) == 1 and facts[0].count == 1:
        return _notice(facts, facts[0], _one(facts[0], now), at=facts[0].estimate)
    latest = max((fact.estimate for fact in facts if fact.estimate), default=None)
    earliest = min((fact.first_estimate for fact in facts if fact.first_estimate), default=None)
    since = min((fact.starts_at for fact in facts if fact.starts_at), default=None)
    service, key = facts[0].service, _key(facts)
    if latest is None or latest <= now:
        return Notice(key, service, "several_none", since=since)
    some_without = any(fact.unestimated for fact in facts) or (earliest and earliest <= now)
    state = "several_mixed" if some_without else "several_eta"
    return Notice(key, service, state, at=latest, since=since)


def _one(fact: Fact, now: datetime) -> str:
    partial = fact.status == "partially_restored"
    if fact.estimate is None and fact.withdrawn:
        return "withdrawn"
    if fact.estimate is None:
        return "partial_none" if partial else "no_eta"
    if fact.estimate <= now:
        return "overdue"
    return "partial_eta" if partial else "eta"


def _planned(facts: list[Fact], now: datetime) -> Notice:
    """Speak of the one that lasts longest; without any end there is nothing planned to say."""
    chosen = max(
        facts, key=lambda fact: fact.estimate.timestamp() if fact.estimate else float("inf")
    )
    if chosen.estimate is None:
        return _notice(facts, chosen, "withdrawn" if chosen.withdrawn else "no_eta")
    state = "planned_now" if chosen.estimate > now else "planned_overdue"
    return _notice(facts, chosen, state, at=chosen.estimate, until=chosen.estimate)


def _restored(facts: list[Fact], now: datetime) -> Notice:
    chosen = max(facts, key=lambda fact: _end(fact, now))
    return _notice(facts, chosen, "restored", at=_end(chosen, now))


def _coming(facts: list[Fact], _now: datetime) -> Notice:
    chosen = min(facts, key=_start)
    until = chosen.estimate if chosen.estimate and chosen.estimate > _start(chosen) else None
    return _notice(facts, chosen, "planned_coming", at=chosen.starts_at, until=until)


def _cancelled(facts: list[Fact], _now: datetime) -> Notice:
    chosen = min(facts, key=_start)
    return _notice(facts, chosen, "planned_cancelled", at=chosen.starts_at)


def _stale(facts: list[Fact], freshness: Mapping[str, Freshness]) -> Notice:
    heard = [freshness[fact.source].last_push_at for fact in facts]
    since = min((fact.starts_at for fact in facts if fact.starts_at), default=None)
    at = max(time for time in heard if time)
    return Notice(_key(facts), facts[0].service, "stale", at=at, since=since)


SPEAKERS: dict[Phase, Callable[[list[Fact], datetime], Notice]] = {
    "running": _running,
    "planned": _planned,
    "restored": _restored,
    "coming": _coming,
    "cancelled": _cancelled,
}
"""In the order of their weight: the first phase that any fact is in is the one that is heard."""


def _start(fact: Fact) -> datetime:
    return fact.starts_at or fact.updated_at


def _notice(
    facts: list[Fact],
    chosen: Fact,
    state: str,
    at: datetime | None = None,
    until: datetime | None = None,
) -> Notice:
    alone = len(facts) == 1 and state not in SPEECHLESS
    written_for_it = state != "restored" or chosen.status in OVER
    message = chosen.message if alone and written_for_it else {}
    return Notice(_key(facts), chosen.service, state, at, until, chosen.starts_at, message)


def _key(facts: list[Fact]) -> str:
    stamps = "\n".join(sorted(fact.stamp for fact in facts))
    return blake2s(stamps.encode(), digest_size=5).hexdigest()
