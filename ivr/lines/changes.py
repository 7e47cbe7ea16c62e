"""Who changed lines, teams and hours, and how they stood afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from ivr.audit.difference import only_changed
from ivr.audit.log import note
from ivr.db.tables.configuration import configuration_changes as table

MOST_VERSIONS = 2**31
"""More than the database counts to: what somebody typed into an address."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Who changes it; `base` is the version that they saw, None if they looked at none."""

    by: str
    at: datetime
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A version: who made it, which sections they replaced."""

    version: int
    at: datetime
    by: str
    sections: Sequence[str]


class StaleConfiguration(Exception):
    """Somebody has changed it since; `change` is theirs, None if nobody knows whose it was."""

    def __init__(self, change: Change | None) -> None:
        super().__init__("the configuration has been changed since")
        self.change = change


def note_change(
    connection: Connection,
    deed: Deed,
    version: int,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
) -> None:
    """Keep who replaced these sections, in the transaction that does it."""
    whole = {**before, **changed}
    row = {"version": version, "at": deed.at, "by": deed.by, "sections": list(changed)}
    connection.execute(insert(table), row | {"document": whole})
    old, new = only_changed(before, whole)
    switched = set(changed) == {"emergency"}
    note(
        connection,
        who=deed.by,
        what="emergency.switched" if switched else "configuration.applied",
        about=f"version {version}",
        before=old,
        after=new,
        at=deed.at,
    )


def changes(connection: Connection, most: int = 50) -> list[Change]:
    """Read who changed what, the newest first."""
    columns = (table.c.version, table.c.at, table.c.by, table.c.sections)
    query = select(*columns).order_by(table.c.version.desc()).limit(most)
    return [Change(*row) for row in connection.execute(query)]


def newest_change(connection: Connection) -> Change | None:
    """Read the newest."""
    return next(iter(changes(connection, 1)), None)


def document_of(connection: Connection, version: int) -> Mapping[str, Any] | None:
    """Read the whole as it stood in a version; None where it was not kept."""
    if not 0 < version < MOST_VERSIONS:
        return None
    query = select(table.c.document).where(table.c.version == version)
    found: Mapping[str, Any] | None = connection.execute(query).scalar()
    return found
