"""Read from the database what a snapshot holds."""

from sqlalchemy import Connection, Engine, select

from ivr.bundles.store import live_on, versions_on
from ivr.db.tables.bundles import bundles
from ivr.db.tables.outages import sources
from ivr.lines.store import sections, version
from ivr.snapshot.contents import Snapshot

KEPT_VERSIONS = 2
"""Of each flow: the live one, and the one that takes its place when it fails."""


def gather(engine: Engine, fallback: str) -> Snapshot:
    """Read everything in one transaction. `fallback` is the last number to ring, or empty."""
    with engine.connect().execution_options(readonly=True) as connection:
        versions = {
            flow: versions_on(connection, flow)[:KEPT_VERSIONS]
            for flow in sorted(live_on(connection))
        }
        wanted = {digest for kept in versions.values() for digest in kept}
        return Snapshot(
            version=version(connection),
            sections=sections(connection),
            versions=versions,
            bundles=_documents(connection, wanted),
            fallback=fallback,
            source_limits=_limits(connection),
        )


def _documents(connection: Connection, wanted: set[str]) -> dict[str, str]:
    query = select(bundles.c.hash, bundles.c.document).where(bundles.c.hash.in_(wanted))
    return {row.hash: row.document for row in connection.execute(query.order_by(bundles.c.hash))}


def _limits(connection: Connection) -> dict[str, list[int]]:
    query = select(
        sources.c.name, sources.c.stale_after_seconds, sources.c.silent_after_seconds
    ).order_by(sources.c.name)
    return {name: [stale, silent] for name, stale, silent in connection.execute(query)}
