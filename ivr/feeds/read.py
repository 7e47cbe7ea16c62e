"""What is broken in these postcodes: the read that every call makes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, bindparam, select

from ivr.db.tables.outages import summaries
from ivr.feeds.sources import all_freshness
from outage_feed.areas import Gazetteer
from outage_feed.freshness import covered
from outage_feed.notice import Notice, decide
from outage_feed.summary import load

OF_POSTCODES = select(summaries).where(
    summaries.c.postcode.in_(bindparam("postcodes", expanding=True))
)


class Place(NamedTuple):
    """One postcode: `covered` is false when no fresh source speaks of the services."""

    postcode: str
    kind: Literal["area", "pobox", "unknown"]
    covered: bool
    notices: tuple[Notice, ...]


def areas_for(
    connection: Connection,
    gazetteer: Gazetteer,
    postcodes: Sequence[str],
    services: Collection[str],
    now: datetime,
) -> list[Place]:
    """
    Answer for each postcode, in their order, with notices of these services (empty: of all).

    One keyed read of summary rows and one of sources, whatever the number of outages.
    """
    rows = connection.execute(OF_POSTCODES, {"postcodes": postcodes})
    facts = {row.postcode: load(row.facts) for row in rows}
    sources = all_freshness(connection)
    known = covered(sources.values(), services, now)
    return [
        Place(
            postcode,
            gazetteer.kind(postcode),
            known,
            tuple(
                notice
                for notice in decide(facts.get(postcode, ()), now, sources)
                if not services or notice.service in services
            ),
        )
        for postcode in postcodes
    ]
