"""What is said of one postcode: one notice per service, a state and its values, no words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2s
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from outage_feed.freshness import Freshness
from outage_feed.outage import MANUAL, OVER, SERVICES
from outage_feed.phase import Phase, ahead, end_of, phase_of, start_of
from outage_feed.running import MAJOR, caution, running_state, without_estimates
from outage_feed.summary import Fact

NEVER = Freshness(None)
SPEECHLESS = {"withdrawn", "overdue", "planned_overdue"}
"""States in which an operator's message was written for another situation."""


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
    """
    Say what is to be heard now, at most one notice per service. Unknown sources are silent.

    Of two sources that speak of one service the more cautious is heard: they may mean one fault.
    What people write themselves goes before what sources say of an outage of the same phase.
    """
    ordered = sorted(
        facts, key=lambda fact: (SERVICES.index(fact.service), fact.source, fact.stamp)
    )
    notices = []
    for _, of_service in groupby(ordered, key=attrgetter("service")):
        by_source = [
            _source(source, list(group), now, freshness.get(source, NEVER))
            for source, group in groupby(of_service, key=attrgetter("source"))
        ]
        said = [one for one in by_source if one]
        if said:
            notices.append(min(said, key=_weight).notice)
    return notices


class _Said(NamedTuple):
    """What one source would have said, and its place among all that it might."""

    source: str
    weight: int
    notice: Notice


def _weight(said: _Said) -> tuple[int, bool, tuple[int, float]]:
    return said.weight, said.source != MANUAL, caution(said.notice.state, said.notice.at)


def _source(source: str, facts: list[Fact], now: datetime, freshness: Freshness) -> _Said | None:
    by_phase: dict[Phase, list[Fact]] = {}
    stale: list[Fact] = []
    for fact in facts:
        heard, phase = _last_heard(fact, freshness), phase_of(fact, now)
        age = heard.state(now)
        if age == "fresh":
            spoken = fact if heard.estimates_hold(now) else without_estimates(fact)
            by_phase.setdefault(phase, []).append(spoken)
        elif age == "stale" and phase == "running":
            stale.append(fact)
    for phase, speak in SPEAKERS.items():
        if stale and phase == AFTER_STALE:
            return _Said(source, STALE_WEIGHT, _stale(stale, freshness))
        if phase in by_phase:
            notice = _as_major(speak(by_phase[phase], now), freshness, now)
            return _Said(source, WEIGHTS[phase], notice)
    return None


def _last_heard(fact: Fact, freshness: Freshness) -> Freshness:
    """What a source leaves out of its lists it no longer speaks of, however alive it is."""
    last = freshness.last_push_at
    if fact.missing_since is None or last is None:
        return freshness
    return replace(freshness, last_push_at=min(last, fact.missing_since))


def _as_major(notice: Notice, freshness: Freshness, now: datetime) -> Notice:
    if notice.state in MAJOR and freshness.is_major(notice.service, now):
        return replace(notice, state=MAJOR[notice.state])
    return notice


def _running(facts: list[Fact], now: datetime) -> Notice:
    state, at = running_state(facts, now)
    if len(facts) == 1 and facts[0].count == 1:
        return _notice(facts, facts[0], state, at=at)
    since = min((fact.starts_at for fact in facts if fact.starts_at), default=None)
    return Notice(_key(facts), facts[0].service, state, at=at, since=since)


def _planned(facts: list[Fact], now: datetime) -> Notice:
    """Speak of the one that lasts longest; without any end there is nothing planned to say."""
    chosen = max(
        facts, key=lambda fact: fact.estimate.timestamp() if fact.estimate else float("inf")
    )
    if chosen.estimate is None:
        return _notice(facts, chosen, "withdrawn" if chosen.withdrawn else "no_eta")
    state = "planned_now" if ahead(chosen.estimate, now) else "planned_overdue"
    return _notice(facts, chosen, state, at=chosen.estimate, until=chosen.estimate)


def _restored(facts: list[Fact], now: datetime) -> Notice:
    chosen = max(facts, key=lambda fact: end_of(fact, now))
    return _notice(facts, chosen, "restored", at=end_of(chosen, now))


def _coming(facts: list[Fact], _now: datetime) -> Notice:
    chosen = min(facts, key=start_of)
    until = chosen.estimate if chosen.estimate and chosen.estimate > start_of(chosen) else None
    return _notice(facts, chosen, "planned_coming", at=chosen.starts_at, until=until)


def _cancelled(facts: list[Fact], _now: datetime) -> Notice:
    chosen = min(facts, key=start_of)
    return _notice(facts, chosen, "planned_cancelled", at=chosen.starts_at)


def _stale(facts: list[Fact], freshness: Freshness) -> Notice:
    heard = [_last_heard(fact, freshness).last_push_at for fact in facts]
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
AFTER_STALE = "restored"
"""That a fault may be going on, as was last known, is said before that another one is repaired."""
WEIGHTS = {phase: 2 * place for place, phase in enumerate(SPEAKERS)}
STALE_WEIGHT = WEIGHTS["restored"] - 1


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
