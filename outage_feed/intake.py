"""Take in a whole push: what it changes in what we hold, and what its source is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from outage_feed.areas import NOTHING_SAID, Gazetteer, Meant
from outage_feed.merge import merge, merge_undated, ordered_by
from outage_feed.outage import Outage
from outage_feed.push import Item, Problem, Push, Refused
from outage_feed.record import Record
from outage_feed.snapshot import Closing, closing, polled_closing
from outage_feed.supersede import pass_on, put_in_place

Outcome = Literal["accepted", "unchanged", "older"]
BEST: tuple[Outcome, ...] = ("accepted", "unchanged", "older")


@dataclass(frozen=True, slots=True)
class Answer:
    """Ids by what became of them, each in the order of the push."""

    accepted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    rejected: tuple[Refused, ...] = ()

    @property
    def useless(self) -> bool:
        """Were there items, and every one rejected?"""
        return bool(self.rejected) and not (self.accepted or self.unchanged or self.older)


@dataclass(frozen=True, slots=True)
class Taken:
    """`changed` holds only the records that differ from before. Useless pushes change nothing."""

    answer: Answer
    changed: Mapping[str, Record] = field(default_factory=dict)
    last_as_of: datetime | None = None


def named_in(push: Push) -> set[str]:
    """Every id that the push says something of, for `take` to be given their records."""
    replaced = {id_ for item in push.items for id_ in item.outage.supersedes}
    return _listed(push) | replaced


def placed(push: Push, gazetteer: Gazetteer, meant: Meant = NOTHING_SAID) -> Push:
    """Find the postcodes of every item; `meant` is what people say of its source's areas."""
    items = (Item(item.index, lying(item.outage, gazetteer, meant)) for item in push.items)
    return replace(push, items=tuple(items))


def lying(outage: Outage, gazetteer: Gazetteer, meant: Meant) -> Outage:
    """Find the postcodes of an outage."""
    found = gazetteer.resolve(outage.areas, meant)
    return replace(outage, postcodes=found.postcodes, unmatched=found.unmatched)


def take(
    push: Push, before: Mapping[str, Record], last_as_of: datetime | None, now: datetime
) -> Taken:
    """
    Apply a push whose items are placed.

    `before` holds the records of all ids that the push names, of those that took their places
    and, for a snapshot, of all that is open. `last_as_of` is that of the newest snapshot so far.
    """
    folded = _Folded(dict(before), {}, list(push.refused), push.undated)
    for item in push.items:
        folded.fold(item)
    answer = folded.answer()
    if answer.useless:
        return Taken(answer, {}, last_as_of)
    pass_on(folded.records, folded.outcomes)
    closes = Closing()
    if push.snapshot and push.as_of is not None:
        _list(push, folded, push.as_of)
        closes = _closing(push, before, last_as_of, now)
        _close(folded.records, closes, push.as_of)
        last_as_of = max(push.as_of, last_as_of or push.as_of)
    closed = _replaced(folded.records, before, now) | set(closes.closed)
    answer = replace(folded.answer(), closed=tuple(sorted(closed)), held=closes.held)
    changed = {i: record for i, record in folded.records.items() if record != before.get(i)}
    return Taken(answer, changed, last_as_of)


@dataclass(slots=True)
class _Folded:
    """Items applied one after the other; an id given twice ends with its best outcome."""

    records: dict[str, Record]
    outcomes: dict[str, Outcome]
    refused: list[Refused]
    undated: bool = False

    def fold(self, item: Item) -> None:
        incoming = item.outage
        record = self.records.get(incoming.id)
        decide = merge_undated if self.undated and record and not record.closed else merge
        merged = decide(record.outage if record else None, incoming)
        if merged.outcome == "rejected":
            self.refused.append(_conflict(item, merged.outage))
            return
        put_in_place(self.records, incoming)
        best = min(merged.outcome, self.outcomes.get(incoming.id, "older"), key=BEST.index)
        self.outcomes[incoming.id] = best
        self.records[incoming.id] = (
            record.holding(merged.outage) if record else Record(merged.outage)
        )

    def answer(self) -> Answer:
        by_outcome = {
            name: tuple(id_ for id_, outcome in self.outcomes.items() if outcome == name)
            for name in BEST
        }
        refused = tuple(sorted(self.refused, key=lambda refused: refused.index))
        return Answer(rejected=refused, **by_outcome)


def _conflict(item: Item, stored: Outage) -> Refused:
    name = ordered_by(item.outage, stored)
    problem = Problem(name, "equal to that of the version that we hold, but the content differs")
    return Refused(item.index, item.outage.id, (problem,))


def _listed(push: Push) -> set[str]:
    """Every id that the push names, whatever became of it."""
    refused = {refused.id for refused in push.refused if refused.id is not None}
    ignored = {ignored.id for ignored in push.ignored}
    return refused | ignored | {item.outage.id for item in push.items}


def _list(push: Push, folded: _Folded, as_of: datetime) -> None:
    """Let what a snapshot lists again be open again."""
    for id_ in _listed(push) & folded.records.keys():
        closed, record = folded.records[id_], folded.records[id_].listed(as_of)
        folded.records[id_] = record
        if closed.closed_as_of and not record.closed_as_of and id_ in folded.outcomes:
            folded.outcomes[id_] = "accepted"


def _closing(
    push: Push, before: Mapping[str, Record], last_as_of: datetime | None, now: datetime
) -> Closing:
    unreadable = any(refused.id is None for refused in push.refused)
    if unreadable or push.as_of is None or (last_as_of and push.as_of < last_as_of):
        return Closing()
    standing = {id_: record for id_, record in before.items() if record.open(now)}
    decide = polled_closing if push.polled else closing
    return decide(standing, _listed(push), push.as_of)


def _close(records: dict[str, Record], closes: Closing, as_of: datetime) -> None:
    for id_ in closes.closed:
        records[id_] = records[id_].put_away(as_of)
    for id_ in closes.held:
        records[id_] = replace(records[id_], held_as_of=records[id_].held_as_of or as_of)
    for id_ in closes.missing:
        records[id_] = replace(records[id_], missing_as_of=records[id_].missing_as_of or as_of)


def _replaced(
    records: Mapping[str, Record], before: Mapping[str, Record], now: datetime
) -> set[str]:
    """What was open before the push and has another outage in its place now."""
    return {id_ for id_, was in before.items() if was.open(now) and records[id_].superseded}
