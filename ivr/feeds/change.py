"""What a push writes, made ready before anybody else has to wait for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.db.bulk import Row
from outage_feed.document import to_document
from outage_feed.outage import OVER
from outage_feed.record import Record
from outage_feed.settled import ending_of
from outage_feed.summary import Fact, dump, fact_of, heard_until


@dataclass(frozen=True, slots=True)
class Change:
    """
    Rows in the order of their tables' columns.

    `replaced`: ids that have a row; `moved`: those of them that were heard elsewhere, or for
    another time. `touched`: every postcode that they are or were in. `waits`: does one of them
    wait to be confirmed, or did?
    """

    source: str
    rows: Sequence[Row]
    replaced: Sequence[str]
    postings: Sequence[Row]
    moved: Sequence[str]
    touched: frozenset[str]
    facts: Mapping[str, Fact]
    waits: bool


def change_of(
    source: str, before: Mapping[str, Record], changed: Mapping[str, Record], now: datetime
) -> Change:
    """Make ready what turns the records before into those changed, all of one source."""
    facts = {id_: fact_of(record) for id_, record in changed.items()}
    heard = {id_: _heard(record) for id_, record in changed.items()}
    replaced = [id_ for id_ in changed if id_ in before]
    stays = {id_ for id_ in replaced if _heard(before[id_]) == heard[id_]}
    moved = [id_ for id_ in changed if id_ not in stays]
    records = (*(before[id_] for id_ in replaced), *changed.values())
    return Change(
        source=source,
        rows=[_row(record, facts[id_], now) for id_, record in changed.items()],
        replaced=replaced,
        postings=sorted(row for id_ in moved for row in _postings(source, id_, *heard[id_])),
        moved=[id_ for id_ in replaced if id_ not in stays],
        touched=frozenset(code for record in records for code in record.outage.postcodes),
        facts=facts,
        waits=any(record.waiting for record in records),
    )


def _row(record: Record, fact: Fact, now: datetime) -> Row:
    outage = record.outage
    still_open = not record.closed and outage.status not in OVER
    ending = ending_of(record)
    return (
        outage.source,
        outage.id,
        to_document(outage),
        still_open,
        record.closed_as_of,
        record.held_as_of,
        record.missing_as_of,
        record.superseded_at,
        list(record.superseded_by) or None,
        record.back_from,
        list(record.waiting) or None,
        max(ending.settled_at, now) if ending else None,
        outage.service if still_open and fact.running else None,
        dump([fact])[0],
    )


def _heard(record: Record) -> tuple[tuple[str, ...], datetime | None]:
    """In which postcodes it may be heard, and until when."""
    return record.postcodes, heard_until(record.told)


def _postings(
    source: str, id_: str, postcodes: tuple[str, ...], until: datetime | None
) -> list[Row]:
    return [(postcode, source, id_, until) for postcode in postcodes]
