"""What is live now, per source, and what waits for a person: counted in SQL, read page by page."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, func, select

from ivr.db.tables.feeds import source_polls
from ivr.db.tables.outages import outages
from ivr.feeds import quarantine
from ivr.feeds.acts import Act, acts_on
from ivr.feeds.area_deeds import unmatched_in
from ivr.feeds.area_store import Said, said_of
from ivr.feeds.sources import all_freshness
from ivr.feeds.store import load_records, records_where
from outage_feed.freshness import Freshness
from outage_feed.record import Record, is_tombstone

MOST_WAITING = 100
MOST_PLACES = 50


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: how fresh it is, and how many outages and refusals of it there are."""

    name: str
    state: str
    freshness: Freshness
    open: int
    held: int
    waiting: int
    refused: int
    poll_problem: str


@dataclass(frozen=True, slots=True)
class One:
    """An outage with all that people did to it."""

    record: Record
    acts: Sequence[Act]


@dataclass(frozen=True, slots=True)
class Places:
    """
    What of a source covers no postcode, the first fifty with the outages that name it, how many
    more there are, and what people said before.
    """

    unmatched: Mapping[str, Sequence[Record]]
    more: int
    said: Sequence[Said]


def source_rows(connection: Connection, now: datetime) -> Sequence[SourceRow]:
    """Tell how every source is doing, by name."""
    here = outages.c.closed_as_of.is_(None)
    opened = _counted(connection, here & outages.c.open)
    held = _counted(connection, here & outages.c.held_as_of.is_not(None))
    waiting = _counted(connection, here & outages.c.open & outages.c.waiting.is_not(None))
    refused = quarantine.counts(connection)
    polls = {row.source: row.problem for row in connection.execute(select(source_polls))}
    return [
        SourceRow(
            name=name,
            state=fresh.state(now),
            freshness=fresh,
            open=opened.get(name, 0),
            held=held.get(name, 0),
            waiting=waiting.get(name, 0),
            refused=refused.get(name, 0),
            poll_problem=polls.get(name) or "",
        )
        for name, fresh in sorted(all_freshness(connection).items())
    ]


def waiting_for_somebody(connection: Connection) -> Sequence[Record]:
    """Read what waits for a second person, the first hundred."""
    wanted = outages.c.open & outages.c.waiting.is_not(None)
    with closing(records_where(connection, wanted)) as found:
        return list(islice((record for record in found if record.waiting), MOST_WAITING))


def find_one(connection: Connection, source: str, id_: str) -> One | None:
    """Read one outage, also one that was put away."""
    record = load_records(connection, source, [id_], every_open=False).get(id_)
    if record is None or is_tombstone(record):
        return None
    return One(record, acts_on(connection, source, id_))


def places_of(connection: Connection, source: str, now: datetime) -> Places:
    """Read where the areas of a source are, as far as nobody knows and as people said."""
    found = unmatched_in(connection, source, now)
    first = dict(islice(found.items(), MOST_PLACES))
    return Places(first, len(found) - len(first), said_of(connection, source))


def _counted(connection: Connection, wanted: ColumnElement[bool]) -> Mapping[str, int]:
    query = select(outages.c.source, func.count()).where(wanted).group_by(outages.c.source)
    return {row[0]: row[1] for row in connection.execute(query)}
