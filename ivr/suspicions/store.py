"""Suspicions in SQL. They hold no caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ivr.db.tables.suspicions import suspicions as table
from outage_feed.suspicion import QUIET

OPEN, CONFIRMED, DISMISSED, NOTICED, EXPIRED = (
    "open",
    "confirmed",
    "dismissed",
    "noticed",
    "expired",
)
STATES = (OPEN, CONFIRMED, DISMISSED, NOTICED, EXPIRED)
"""`noticed`: a notice for the place came from elsewhere; `expired`: nobody decided in time."""


MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One row of `suspicions`, as that table describes it."""

    id: str
    postcode: str
    service: str
    raised_at: datetime
    since: datetime
    callers: int
    withheld: int
    usual: float
    customers: int
    state: str = OPEN
    by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    notice: str = ""

    def standing(self, now: datetime) -> str:
        """One of `STATES`, at this time."""
        return EXPIRED if self.state == OPEN and self.raised_at + QUIET <= now else self.state

    @property
    def draft(self) -> dict[str, Any]:
        """The notice that it becomes when a person confirms it, as `add_notice` takes it."""
        return {
            "service": self.service,
            "areas": [self.postcode],
            "kind": "unplanned",
            "status": "active",
            "starts_at": self.since.isoformat(),
            "estimated_restoration": None,
        }


def listed(connection: Connection, since: datetime | None = None) -> Sequence[Suspicion]:
    """Return the newest `MOST_LISTED`, or of those the ones raised after a time; newest first."""
    query = select(table).order_by(table.c.raised_at.desc(), table.c.id).limit(MOST_LISTED)
    rows = connection.execute(query if since is None else query.where(table.c.raised_at > since))
    return [_suspicion(row) for row in rows]


def find(connection: Connection, id_: str) -> Suspicion | None:
    """Return one, or None."""
    row = connection.execute(select(table).where(table.c.id == id_)).first()
    return _suspicion(row) if row else None


def add(connection: Connection, suspicion: Suspicion) -> None:
    """Keep a new one."""
    row = {name: getattr(suspicion, name) for name in Suspicion.__dataclass_fields__}
    connection.execute(insert(table), row)


def change(connection: Connection, id_: str, **values: object) -> None:
    """Change some of its columns."""
    connection.execute(update(table).where(table.c.id == id_).values(**values))


def _suspicion(row: Row[Any]) -> Suspicion:
    return Suspicion(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
