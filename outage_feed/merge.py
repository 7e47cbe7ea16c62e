"""What a version of an outage does to the one that we hold."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from outage_feed.areas import parse_area
from outage_feed.outage import Estimate, Outage

MOST_HISTORY = 100


@dataclass(frozen=True, slots=True)
class Merged:
    """How it went, and what is held from now on. `rejected`: equal by order, but different."""

    outcome: Literal["accepted", "unchanged", "older", "rejected"]
    outage: Outage


def merge(stored: Outage | None, incoming: Outage) -> Merged:
    """
    Keep the later by order; every version, however late, leaves its estimate in the history.

    So the same versions give the same outage in whatever order and however often they come.
    """
    if stored is None:
        return Merged("accepted", replace(incoming, history=(_estimate(incoming),)))
    order = _order(incoming, stored)
    if order == 0:
        return Merged("unchanged" if alike(stored, incoming) else "rejected", stored)
    history = _history({*stored.history, _estimate(incoming)})
    if order < 0:
        return Merged("older", replace(stored, history=history))
    return Merged("accepted", replace(incoming, history=history))


def merge_undated(stored: Outage | None, incoming: Outage) -> Merged:
    """Likewise where nothing says when it changed: what is alike keeps the time that it has."""
    if stored is not None and alike(stored, incoming):
        return Merged("unchanged", replace(stored, details=incoming.details))
    return merge(stored, incoming)


def inherit(outage: Outage, other: Outage) -> Outage:
    """Take over the history of an outage that this one takes the place of, whenever it comes."""
    inherited = {replace(entry, revision=None) for entry in other.history}
    return replace(outage, history=_history({*outage.history, *inherited}))


def ordered_by(one: Outage, other: Outage) -> Literal["revision", "updated_at"]:
    """Say which field decides: `revision` where both have one."""
    both = one.revision is not None and other.revision is not None
    return "revision" if both else "updated_at"


def alike(one: Outage, other: Outage) -> bool:
    """Do they say the same? Which minute it was stamped with is not part of what it says."""
    return _content(one) == _content(other)


def _order(incoming: Outage, stored: Outage) -> int:
    if incoming.revision is not None and stored.revision is not None:
        return (incoming.revision > stored.revision) - (incoming.revision < stored.revision)
    return (incoming.updated_at > stored.updated_at) - (incoming.updated_at < stored.updated_at)


def _content(outage: Outage) -> tuple[object, ...]:
    return (
        outage.status,
        outage.service,
        outage.kind,
        {parse_area(area) for area in outage.areas},
        outage.starts_at,
        outage.estimated_restoration,
        outage.ends_at,
        outage.expires_at,
        outage.cause,
        outage.messages,
        set(outage.supersedes),
    )


def _estimate(outage: Outage) -> Estimate:
    return Estimate(
        outage.estimated_restoration, outage.updated_at, outage.revision, outage.ended_at
    )


def _history(entries: set[Estimate]) -> tuple[Estimate, ...]:
    revised = all(entry.revision is not None for entry in entries)

    def place(entry: Estimate) -> tuple[float, ...]:
        revision, at = entry.revision or 0, entry.at.timestamp()
        said = (_seconds(entry.estimate), _seconds(entry.ended_at))
        return (revision, at, *said) if revised else (at, revision, *said)

    history = tuple(sorted(entries, key=place))
    if len(history) <= MOST_HISTORY:
        return history
    return _told(history)[-MOST_HISTORY:]


def _told(history: tuple[Estimate, ...]) -> tuple[Estimate, ...]:
    """Leave out what said the same of the end as the one before it, but never the last."""
    said = [(entry.estimate, entry.ended_at) for entry in history]
    return tuple(
        entry
        for index, entry in enumerate(history)
        if index in {0, len(said) - 1} or said[index] != said[index - 1]
    )


def _seconds(time: datetime | None) -> float:
    return time.timestamp() if time else 0.0
