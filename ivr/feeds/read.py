"""What is broken in these postcodes: the read that every call makes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from sqlalchemy import Connection, bindparam, or_, select

from ivr.db.prepared import Prepared, Reader
from ivr.db.tables.outages import summaries
from ivr.feeds.sources import all_freshness
from outage_feed.areas import Gazetteer
from outage_feed.freshness import Freshness, covered
from outage_feed.notice import Notice, decide
from outage_feed.outage import MANUAL
from outage_feed.summary import Fact, load


class Place(NamedTuple):
    """
    One postcode. `covered` is false when no fresh source speaks of it and the services, or when
    what one said of it waits for a second person.
    """

    postcode: str
    kind: Literal["area", "pobox", "unknown"]
    covered: bool
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What was read: the facts of each postcode that has any, and every source's freshness."""

    facts: Mapping[str, list[Fact]]
    freshness: Mapping[str, Freshness]


def areas_for(
    connection: Connection,
    gazetteer: Gazetteer,
    postcodes: Sequence[str],
    services: Collection[str],
    now: datetime,
) -> list[Place]:
    """Read and judge at once: see `read_known` and `places`."""
    return places(read_known(connection, postcodes), gazetteer, postcodes, services, now)


def read_known(connection: Connection | Reader, postcodes: Sequence[str]) -> Known:
    """One keyed read of summary rows and one of sources, whatever the number of outages."""
    named = {f"at_{place}": postcode for place, postcode in enumerate(postcodes)}
    rows = _of_postcodes(len(named)).rows(connection, **named) if named else []
    facts = {row["postcode"]: load(row["facts"]) for row in rows}
    return Known(facts, all_freshness(connection))


def places(
    known: Known,
    gazetteer: Gazetteer,
    postcodes: Sequence[str],
    services: Collection[str],
    now: datetime,
) -> list[Place]:
    """Judge each postcode, in their order, for these services (empty: for all)."""
    systems = _of_systems(known.freshness)
    return [
        Place(
            postcode,
            gazetteer.kind(postcode),
            covered(systems, postcode, services, now),
            tuple(
                notice
                for notice in decide(known.facts.get(postcode, ()), now, known.freshness)
                if not services or notice.service in services
            ),
        )
        for postcode in postcodes
    ]


def _of_systems(freshness: Mapping[str, Freshness]) -> list[Freshness]:
    """
    A notice that somebody wrote is no word on all the places that they did not write of.

    One that waits to be confirmed keeps us from saying that there is nothing, whoever wrote it.
    """
    own = freshness.get(MANUAL)
    waits = [Freshness(None, withheld=own.withheld)] if own and own.withheld else []
    return [one for source, one in freshness.items() if source != MANUAL] + waits


@lru_cache
def _of_postcodes(count: int) -> Prepared:
    wanted = (summaries.c.postcode == bindparam(f"at_{place}") for place in range(count))
    return Prepared(select(summaries).where(or_(*wanted)))
