"""A source's list of records, read by a mapping: a push."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outage_feed.described import MOST_AREAS
from outage_feed.mapping.checking import checked
from outage_feed.mapping.mapped import Mapped
from outage_feed.mapping.reading import Reading
from outage_feed.mapping.telling import tell
from outage_feed.mapping.values import BadValue, Record
from outage_feed.outage import OVER
from outage_feed.push import Ignored, Item, Problem, Push, Refused, Sent

Outcome = Item | Refused | Ignored


@dataclass(frozen=True, slots=True)
class Listed:
    """What a source sent, taken apart: records, or why there is none in a place."""

    sent: Sent
    records: Sequence[Record | Refused]
    reading: Reading
    as_of: datetime
    partial: bool = False


def push_of(listed: Listed, options: Mapped) -> Push:
    """Read every record; what is wrong with one is said beside it."""
    undated = options.fields.updated_at is None
    outcomes: Iterable[Outcome] = _outcomes(listed, options)
    if options.join:
        outcomes = _joined(outcomes)
    elif undated:
        outcomes = _each_once(outcomes)
    outcomes = list(outcomes)
    return Push(
        options.snapshot and not listed.partial,
        listed.as_of,
        tuple(found for found in outcomes if isinstance(found, Item)),
        tuple(found for found in outcomes if isinstance(found, Refused)),
        tuple(found for found in outcomes if isinstance(found, Ignored)),
        undated=undated,
        partial=listed.partial,
    )


def _outcomes(listed: Listed, options: Mapped) -> Iterator[Outcome]:
    for index, record in enumerate(listed.records):
        yield (
            record
            if isinstance(record, Refused)
            else _ignored(index, record, options, listed.reading)
            or _item(index, record, options, listed)
        )


def _ignored(index: int, record: Record, options: Mapped, reading: Reading) -> Ignored | None:
    for rule in options.ignore:
        if rule.applies(record, reading):
            return Ignored(index, _id(record, options, reading), rule.reason)
    return None


def _id(record: Record, options: Mapped, reading: Reading) -> str:
    for way in options.fields.id:
        try:
            found = way.read(record, reading)
        except BadValue:
            return ""
        if found:
            return found
    return ""


def _item(index: int, record: Record, options: Mapped, listed: Listed) -> Item | Refused:
    told = tell(options.fields, record, listed.reading)
    if options.fields.updated_at is None:
        told.given["updated_at"] = listed.as_of
    return checked(listed.sent.source, index, told, listed.sent.now)


def _joined(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Make one of the items that have the same id."""
    others: list[Outcome] = []
    alike: dict[str, list[Item]] = {}
    for found in outcomes:
        if isinstance(found, Item):
            alike.setdefault(found.outage.id, []).append(found)
        else:
            others.append(found)
    return [*others, *map(_one_of, alike.values())]


def _one_of(items: list[Item]) -> Item | Refused:
    """
    Take the first, in the areas of all; where it goes on only in some, only there.

    Of times that differ the latest counts, in whatever order the records stand: nobody is
    promised too much, and nothing is over that goes on elsewhere.
    """
    first = items[0]
    if len(items) == 1:
        return first
    meant = [item.outage for item in _going_on(items)]
    areas = tuple({str(area): area for outage in meant for area in outage.areas}.values())
    if len(areas) > MOST_AREAS:
        problem = Problem("areas", f"{len(areas)} areas; at most {MOST_AREAS}")
        return Refused(first.index, first.outage.id, (problem,))
    joined = replace(
        meant[0],
        areas=areas,
        updated_at=max(item.outage.updated_at for item in items),
        revision=max(
            (r for item in items if (r := item.outage.revision) is not None), default=None
        ),
        starts_at=min((outage.starts_at for outage in meant if outage.starts_at), default=None),
        estimated_restoration=_latest(outage.estimated_restoration for outage in meant),
        ends_at=_latest(outage.ends_at for outage in meant),
    )
    return replace(first, outage=joined)


def _going_on(items: list[Item]) -> list[Item]:
    """Return those that have no end; else those that are not called over; else all."""
    going = [item for item in items if item.outage.status not in OVER]
    return [item for item in going if item.outage.ends_at is None] or going or items


def _latest(times: Iterable[datetime | None]) -> datetime | None:
    return max(filter(None, times), default=None)


def _each_once(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Refuse an id that comes again: nothing says which of the two is the later."""
    places: dict[str, int] = {}
    for found in outcomes:
        if not isinstance(found, Item):
            yield found
            continue
        place = places.setdefault(found.outage.id, found.index)
        if place == found.index:
            yield found
        else:
            again = f"given before, in record {place}: say join: true if both are one outage"
            yield Refused(found.index, found.outage.id, (Problem("id", again),))
