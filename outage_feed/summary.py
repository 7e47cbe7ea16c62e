"""What one row per postcode keeps: the facts that a notice is decided from, bounded."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime, timedelta
from hashlib import blake2s
from operator import attrgetter
from typing import Any

from outage_feed.outage import OVER, Outage
from outage_feed.record import Record

RESTORED_FOR = timedelta(hours=2)
OVERRUN = timedelta(hours=24)
"""Planned work that is so late, and of which nothing new is said, is not heard any more."""
MOST_APART = 3
"""Running outages of one source and service that are kept apart; more become one fact."""
MOST_OTHERS = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One outage, or several running ones of one source and service.

    `estimate` is the latest and `first_estimate` the earliest given; `unestimated` counts those
    without one. `stamp` names the versions. `repaired_at` is when one that goes on was last said
    to be repaired; `missing_since` when its source began to leave it out of its lists.
    """

    source: str
    stamp: str
    service: str
    status: str
    updated_at: datetime
    planned: bool = False
    withdrawn: bool = False
    starts_at: datetime | None = None
    estimate: datetime | None = None
    first_estimate: datetime | None = None
    ends_at: datetime | None = None
    count: int = 1
    unestimated: int = 0
    message: Mapping[str, str] = field(default_factory=dict)
    expires_at: datetime | None = None
    repaired_at: datetime | None = None
    missing_since: datetime | None = None

    @property
    def running(self) -> bool:
        """Unplanned, and no end is known: the kind that comes by the hundred in a storm."""
        return not self.planned and self.status not in OVER and self.ends_at is None

    @property
    def expiring(self) -> bool:
        """Running, and its source says how long its word holds."""
        return self.running and self.expires_at is not None


TIMES = (
    "updated_at",
    "starts_at",
    "estimate",
    "first_estimate",
    "ends_at",
    "expires_at",
    "repaired_at",
    "missing_since",
)
NAMES = tuple(f.name for f in fields(Fact))
DEFAULTS = {f.name: f.default for f in fields(Fact) if f.default is not MISSING} | {"message": {}}
USUAL = tuple(DEFAULTS.get(name, "") for name in NAMES)
VALUES = attrgetter(*NAMES)


def fact(outage: Outage) -> Fact:
    """Keep of an outage what can be heard of it."""
    return fact_of(Record(outage))


def fact_of(record: Record) -> Fact:
    """Keep of a record what can be heard of it: with what snapshots and people have done."""
    outage, said = record.told, record.correction
    estimate = outage.estimated_restoration
    return Fact(
        source=outage.source,
        stamp=f"{outage.stamp}~{said.at}" if said else outage.stamp,
        service=outage.service,
        status=outage.status,
        updated_at=outage.updated_at,
        planned=outage.planned,
        withdrawn=outage.withdrawn,
        starts_at=outage.starts_at,
        estimate=estimate,
        first_estimate=estimate,
        ends_at=outage.ends_at,
        unestimated=int(estimate is None),
        message=outage.messages,
        expires_at=outage.expires_at,
        repaired_at=record.repaired_at,
        missing_since=record.held_as_of,
    )


def heard_until(outage: Outage) -> datetime | None:
    """When nothing can be heard of it any more, whatever the time now; None: not known yet."""
    forgotten = forgotten_at(fact(outage)) if outage.planned else None
    ends = [time for time in (_heard_until(outage), outage.expires_at, forgotten) if time]
    return min(ends, default=None)


def forgotten_at(fact: Fact) -> datetime | None:
    """When planned work is so late that its source must have forgotten it."""
    if fact.estimate is None or fact.status in OVER:
        return None
    return max(fact.estimate, fact.updated_at, fact.starts_at or fact.updated_at) + OVERRUN


def _heard_until(outage: Outage) -> datetime | None:
    if outage.status == "cancelled":
        heard = outage.kind == "planned" and outage.starts_at
        return outage.starts_at if heard else outage.updated_at
    ends = [outage.ends_at] if outage.ends_at else []
    if outage.status == "restored":
        ends.append(outage.updated_at)
    return max(ends) + RESTORED_FOR if ends else None


def condense(facts: Iterable[Fact]) -> list[Fact]:
    """Bound the facts of one postcode, in an order that does not depend on how they came."""
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.source, fact.service, _kind(fact)), []).append(fact)
    kept: list[Fact] = []
    for group in sorted(groups):
        kept += _kept(sorted(groups[group], key=attrgetter("stamp")))
    return kept


def dump(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """Facts as plain JSON values, without what has its default."""
    return [_plain(fact) for fact in facts]


def load(plain: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """The reverse of `dump`."""
    return [_fact(values) for values in plain]


def _kept(facts: list[Fact]) -> list[Fact]:
    """Facts that expire stay apart longer: each goes at its own time."""
    if facts[0].expiring:
        ordered = sorted(facts, key=_expiry, reverse=True)
        return ordered[:MOST_OTHERS] + _running(ordered[MOST_OTHERS:])
    return _running(facts) if facts[0].running else _others(facts)


def _expiry(fact: Fact) -> float:
    return fact.expires_at.timestamp() if fact.expires_at else float("inf")


def _kind(fact: Fact) -> str:
    """What is bounded together: none of these may crowd another out."""
    if fact.running:
        return "expiring" if fact.expires_at else "missing" if fact.missing_since else "running"
    if not fact.planned or fact.status == "restored" or fact.ends_at:
        return "ending"
    if fact.status == "cancelled":
        return "cancelled"
    return "planned" if fact.estimate else "unended"


def _running(facts: list[Fact]) -> list[Fact]:
    if len(facts) <= MOST_APART:
        return facts
    stamps = "\n".join(fact.stamp for fact in facts)
    return [
        Fact(
            source=facts[0].source,
            stamp=blake2s(stamps.encode(), digest_size=8).hexdigest(),
            service=facts[0].service,
            status="active",
            updated_at=max(fact.updated_at for fact in facts),
            starts_at=min((fact.starts_at for fact in facts if fact.starts_at), default=None),
            estimate=max((fact.estimate for fact in facts if fact.estimate), default=None),
            first_estimate=min((fact.estimate for fact in facts if fact.estimate), default=None),
            count=len(facts),
            unestimated=sum(fact.unestimated for fact in facts),
            expires_at=max((fact.expires_at for fact in facts if fact.expires_at), default=None),
            missing_since=_all_missing(facts),
        )
    ]


def _all_missing(facts: list[Fact]) -> datetime | None:
    times = [fact.missing_since for fact in facts if fact.missing_since]
    return max(times) if len(times) == len(facts) else None


def _others(facts: list[Fact]) -> list[Fact]:
    """The ones that matter soonest: planned work by its start, what has ended by its end."""

    def distance(fact: Fact) -> float:
        if _kind(fact) == "ending":
            return -(fact.ends_at or fact.updated_at).timestamp()
        return (fact.starts_at or fact.updated_at).timestamp()

    return sorted(facts, key=distance)[:MOST_OTHERS]


def _plain(fact: Fact) -> dict[str, Any]:
    kept = {
        name: value
        for name, value, usual in zip(NAMES, VALUES(fact), USUAL, strict=True)
        if value != usual
    }
    for name in TIMES:
        if name in kept:
            kept[name] = kept[name].isoformat()
    return kept


def _fact(values: Mapping[str, Any]) -> Fact:
    given = dict(values)
    for name in TIMES:
        if name in given:
            given[name] = datetime.fromisoformat(given[name])
    return Fact(**given)
