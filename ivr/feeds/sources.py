"""Who sends us outages, and when each was last heard."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from ivr.db.locks import only_writer
from ivr.db.prepared import Prepared, Reader
from ivr.db.tables.outages import sources
from ivr.feeds.scope import scopes_of
from ivr.feeds.withheld import withheld_of
from outage_feed.freshness import SILENT_AFTER, STALE_AFTER, Freshness

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.IGNORECASE)
_EVERY = Prepared(select(sources))


class BadSource(ValueError):
    """A name that no source can have, or that none has."""


@dataclass(frozen=True, slots=True)
class Source:
    """
    A source as it stands. `last_as_of` is the time of its newest snapshot; `version` counts how
    often what we hold of it has changed.
    """

    name: str
    version: int
    last_as_of: datetime | None
    freshness: Freshness


def create_source(
    connection: Connection, name: str, now: datetime, *, never_stale: bool = False
) -> None:
    """Make a source unless it is there. Raises BadSource."""
    if not NAME.fullmatch(name):
        raise BadSource(
            f"{name!r} cannot be a source: use up to 64 letters, digits, dots, hyphens."
        )
    if find_source(connection, name) is None:
        row = {
            "name": name,
            "created_at": now,
            "stale_after_seconds": int(STALE_AFTER.total_seconds()),
            "silent_after_seconds": int(SILENT_AFTER.total_seconds()),
            "never_stale": never_stale,
            "version": 0,
            "services": [],
        }
        connection.execute(insert(sources), row)


def find_source(connection: Connection, name: str) -> Source | None:
    """Read one source."""
    row = connection.execute(select(sources).where(sources.c.name == name)).mappings().first()
    return _source(row) if row else None


def lock_source(connection: Connection, name: str) -> Source:
    """
    Read a source for a push, and let no other push of any source in until this one commits.

    Two sources may touch the same summary rows. Raises BadSource.
    """
    only_writer(connection, sources.name)
    return get_source(connection, name)


def get_source(connection: Connection, name: str) -> Source:
    """Read a source that must be there. Raises BadSource."""
    source = find_source(connection, name)
    if source is None:
        raise BadSource(f"There is no source {name!r}: make it with `linja feed token {name}`.")
    return source


def all_freshness(connection: Connection | Reader) -> dict[str, Freshness]:
    """Every source's freshness by its name."""
    return {row["name"]: _source(row).freshness for row in _EVERY.rows(connection)}


def state_of_all(connection: Connection) -> int:
    """Return a number that grows whenever what we hold of any source changes."""
    total: int | None = connection.execute(select(func.sum(sources.c.version))).scalar()
    return total or 0


def heard_from(
    connection: Connection,
    source: Source,
    now: datetime,
    last_as_of: datetime | None,
    services: Iterable[str],
) -> None:
    """Note an accepted push."""
    seen = sorted(source.freshness.services | set(services))
    changed_now(connection, source, last_push_at=now, last_as_of=last_as_of, services=seen)


def note_heard(connection: Connection, name: str, now: datetime) -> None:
    """Note that a source said that nothing has changed."""
    later = sources.c.last_push_at.is_(None) | (sources.c.last_push_at < now)
    this = update(sources).where(sources.c.name == name, later)
    connection.execute(this.values(last_push_at=now))


def changed_now(connection: Connection, source: Source, **values: object) -> None:
    """Note that what we hold of a source has changed."""
    this = update(sources).where(sources.c.name == source.name)
    connection.execute(this.values(version=source.version + 1, **values))


def _source(row: Mapping[Any, Any]) -> Source:
    freshness = Freshness(
        last_push_at=row["last_push_at"],
        services=frozenset(row["services"]),
        stale_after=timedelta(seconds=row["stale_after_seconds"]),
        silent_after=timedelta(seconds=row["silent_after_seconds"]),
        never_stale=row["never_stale"],
        major=_major(row["major"] or {}),
        scopes=scopes_of(row["scope"], row["token_scope"]),
        withheld=withheld_of(row["withheld"]),
    )
    return Source(row["name"], row["version"], row["last_as_of"], freshness)


def _major(kept: Mapping[str, str | None]) -> dict[str, datetime | None]:
    return {one: datetime.fromisoformat(until) if until else None for one, until in kept.items()}
