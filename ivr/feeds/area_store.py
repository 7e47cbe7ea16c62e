"""What people say that a source means by its areas, in SQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from ivr.db.tables.feeds import source_areas as table
from outage_feed.areas import Meant, area_key
from outage_feed.outage import Given


@dataclass(frozen=True, slots=True)
class Said:
    """`area`, as its source writes it, is `means`: postcodes, ranges, municipalities."""

    area: Given
    means: Sequence[Given]
    by: str
    at: datetime


def said_of(connection: Connection, source: str) -> list[Said]:
    """Read all that stands of a source, in the order of its areas' words."""
    columns = (table.c.area, table.c.means, table.c.by, table.c.at)
    query = select(*columns).where(table.c.source == source).order_by(table.c.key)
    return [Said(*row) for row in connection.execute(query)]


def meant_of(connection: Connection, source: str) -> Meant:
    """Read the same as it is used to place outages."""
    query = select(table.c.key, table.c.means).where(table.c.source == source)
    return {row.key: row.means for row in connection.execute(query)}


def keep_said(connection: Connection, source: str, said: Said) -> None:
    """Put it in the place of what was said of that area before."""
    forget_said(connection, source, said.area)
    row = {"source": source, "key": area_key(said.area), "area": said.area}
    more = {"means": list(said.means), "by": said.by, "at": said.at}
    connection.execute(insert(table), row | more)


def forget_said(connection: Connection, source: str, area: Given) -> None:
    """Take away what was said of an area."""
    this = (table.c.source == source, table.c.key == area_key(area))
    connection.execute(delete(table).where(*this))


def areas_in(text: str) -> Iterator[Given]:
    """Read what a person writes, with commas between: postcodes, else municipalities."""
    for one in text.replace("\n", ",").split(","):
        area = " ".join(one.split())
        if area:
            plain = area[:1].isdigit() or area[:2] in {"FI", "AX"}
            yield area if plain else {"municipality": area}
