"""What people have said of outages, in SQL: it stands until a person ends it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from ivr.db.tables.outages import corrections as table
from outage_feed.correction import Correction


def corrections(
    connection: Connection, source: str | None = None
) -> Iterator[tuple[str, str, Correction]]:
    """Read all that stand, of one source or of all, as source, id and correction."""
    query = select(table) if source is None else select(table).where(table.c.source == source)
    for row in connection.execute(query).mappings():
        yield row["source"], row["id"], _correction(row["by"], row["at"], row["change"])


def corrections_of(connection: Connection, source: str) -> dict[str, Correction]:
    """Read those of one source by the outage's id."""
    return {id_: correction for _, id_, correction in corrections(connection, source)}


def keep_correction(
    connection: Connection, source: str, id_: str, correction: Correction | None
) -> None:
    """Put a correction in the place of the one that stands; None only ends that."""
    this = delete(table).where(table.c.source == source, table.c.id == id_)
    connection.execute(this)
    if correction:
        row = {"source": source, "id": id_, "by": correction.by, "at": correction.at}
        connection.execute(insert(table), row | {"change": change_json(correction)})


def change_json(correction: Correction) -> dict[str, Any]:
    """What it changes, as JSON."""
    estimate = correction.estimate.isoformat() if correction.estimate else None
    given: dict[str, Any] = {"estimate": estimate} if correction.estimated else {}
    return given | {
        name: value
        for name, value in (
            ("status", correction.status),
            ("messages", dict(correction.messages)),
            ("silent", correction.silent),
            ("reason", correction.reason),
        )
        if value
    }


def _correction(by: str, at: datetime, change: Mapping[str, Any]) -> Correction:
    estimate = change.get("estimate")
    return Correction(
        by=by,
        at=at,
        estimated="estimate" in change,
        estimate=datetime.fromisoformat(estimate) if estimate else None,
        status=change.get("status"),
        messages=change.get("messages", {}),
        silent=change.get("silent", False),
        reason=change.get("reason", ""),
    )
