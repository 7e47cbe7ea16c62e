"""Outages that take the place of others: by id, whichever of the two comes first."""

from collections.abc import Iterable
from dataclasses import replace

from outage_feed.merge import inherit
from outage_feed.outage import Outage
from outage_feed.record import Record, tombstone


def put_in_place(records: dict[str, Record], incoming: Outage) -> None:
    """Close what this version supersedes; what was never seen leaves a tombstone."""
    for id_ in incoming.supersedes:
        if id_ != incoming.id:
            record = records.get(id_) or tombstone(incoming.source, id_)
            records[id_] = record.replaced(incoming)


def pass_on(records: dict[str, Record], changed: Iterable[str]) -> None:
    """Give the history of what changed to those in its place, and on to those in theirs."""
    waiting = _with_predecessors(records, set(changed))
    while waiting:
        record = records[waiting.pop()]
        for id_ in record.superseded_by:
            if id_ not in records:
                continue
            heir = records[id_]
            outage = inherit(heir.outage, record.outage)
            if outage.history != heir.outage.history:
                records[id_] = replace(heir, outage=outage)
                waiting.add(id_)


def _with_predecessors(records: dict[str, Record], changed: set[str]) -> set[str]:
    """Whose history may be news to somebody: what changed, and what that takes the place of."""
    before = {id_ for id_, record in records.items() if changed & set(record.superseded_by)}
    return before | changed & records.keys()
