"""Who did what to which outage: only added to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from ivr.audit.log import Told, note
from ivr.db.tables.outages import outage_acts

LONGEST_NAME = 100
NOTED = {"removed": "source.removed"}


def person_named(text: str) -> str:
    """Read who says something. Raises ValueError."""
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(f"give a person's name, of at most {LONGEST_NAME} letters")
    return name


@dataclass(frozen=True, slots=True)
class Act:
    """
    `act`: `added`, `corrected`, `silenced`, `ended`, `confirmed`, `closed`, `major` or `removed`.

    `detail` is what was given with it, as JSON.
    """

    at: datetime
    by: str
    act: str
    source: str
    id: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def note_act(connection: Connection, act: Act, before: Told = None, after: Told = None) -> None:
    """
    Keep what somebody did, in the transaction that does it; the audit log has it as well.

    `before` and `after` are for that log; without the latter it has the act's detail.
    """
    row = {"at": act.at, "by": act.by, "act": act.act, "source": act.source, "id": act.id}
    connection.execute(insert(outage_acts), row | {"detail": dict(act.detail)})
    note(
        connection,
        who=act.by,
        what=NOTED.get(act.act, f"outage.{act.act}"),
        about="/".join(filter(None, (act.source, act.id))),
        before=before,
        after=after or act.detail or None,
        at=act.at,
    )


def acts_on(connection: Connection, source: str, id_: str = "") -> list[Act]:
    """Read what was done to one outage, or to all of a source, oldest first."""
    columns = outage_acts.c
    query = select(outage_acts).where(columns.source == source).order_by(columns.number)
    rows = connection.execute(query.where(columns.id == id_) if id_ else query).mappings()
    return [
        Act(row["at"], row["by"], row["act"], row["source"], row["id"], row["detail"])
        for row in rows
    ]
