"""Read the audit log: a page at a time, the newest first, quickly also with a million rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from ivr.db.tables.audit import audit

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AT_A_TIME = 1000
AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of `audit`, as that table describes it."""

    id: int
    at: datetime
    who: str
    came_by: str
    what: str
    about: str
    before: Any
    after: Any

    @property
    def place(self) -> str:
        """What to give as `after` for the rows behind it."""
        return f"{(self.at - EPOCH) // MICROSECOND}.{self.id}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Whom and what one looks for: `who` and `what` as they are, `about` as it is or, where nothing
    is called so, by how it begins.

    `since` and `until` are moments; the second is no longer in it.
    """

    who: str = ""
    what: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


def page(
    connection: Connection, wanted: Wanted, after: str = "", most: int = 50
) -> tuple[Sequence[Entry], str]:
    """Return at most so many, and what to give as `after` for older ones; empty: none are."""
    query = _query(connection, wanted, after).limit(most + 1)
    found = [_entry(row) for row in connection.execute(query)]
    shown = found[:most]
    return shown, shown[-1].place if len(found) > most else ""


def every(connection: Connection, wanted: Wanted, most: int) -> Iterator[Entry]:
    """Give at most so many, some of them in memory at a time."""
    after = ""
    while most > 0:
        shown, after = page(connection, wanted, after, min(most, AT_A_TIME))
        yield from shown
        most -= len(shown)
        if not after:
            return


def _query(connection: Connection, wanted: Wanted, after: str) -> Select[Any]:
    columns = audit.c
    wheres = [
        *([columns.who == wanted.who] if wanted.who else []),
        *([columns.what == wanted.what] if wanted.what else []),
        *([_about(connection, wanted.about)] if wanted.about else []),
        *([columns.at >= wanted.since] if wanted.since else []),
        *([columns.at < wanted.until] if wanted.until else []),
        *_behind(after),
    ]
    return select(audit).where(*wheres).order_by(columns.at.desc(), columns.id.desc())


def _about(connection: Connection, about: str) -> ColumnElement[bool]:
    """A beginning is looked for by each database in the way that its index serves."""
    exactly = audit.c.about == about
    if connection.execute(select(audit.c.id).where(exactly).limit(1)).first():
        return exactly
    if connection.dialect.name == "sqlite":
        return audit.c.about.between(about, about + AFTER_ALL)
    return audit.c.about.startswith(about, autoescape=True)


def _behind(after: str) -> list[ColumnElement[bool]]:
    """What is no place of ours is the beginning."""
    moment, _, id_ = after.partition(".")
    if not (_is_count(moment) and _is_count(id_)):
        return []
    at, columns = EPOCH + int(moment) * MICROSECOND, audit.c
    older = or_(columns.at < at, and_(columns.at == at, columns.id < int(id_)))
    return [columns.at <= at, older]


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len(str(2**54))


def _entry(row: Row[Any]) -> Entry:
    return Entry(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
