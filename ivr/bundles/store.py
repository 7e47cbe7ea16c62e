"""
Publish flows, and find what is live.

A bundle holds a copy of every flow that it goes to. Publishing a flow moves that flow's own
pointer and nothing else: flows that go to it keep the copy that they were published with until
they are published again. Calls in progress keep their bundle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from flows.definition import Bundle
from ivr.audit.log import note, operator
from ivr.bundles.notes import ROLLED_BACK
from ivr.db.prepared import Prepared, Reader, reading
from ivr.db.tables.bundles import bundles, publications
from ivr.db.tables.bundles import live as live_table
from ivr.db.tables.drafts import flow_sources

_LIVE = Prepared(select(live_table.c.flow, live_table.c.hash))
_WITH_ORIGIN = select(publications, flow_sources.c.author, flow_sources.c.source).outerjoin(
    flow_sources, flow_sources.c.publication_id == publications.c.id
)
MOST_VERSIONS = 5
"""How far back a version is looked for that works."""


class StaleBase(Exception):
    """Another version went live since the base of this one was read; nothing was published."""

    def __init__(self, flow: str) -> None:
        super().__init__(f"{flow}: another version went live meanwhile; compare and publish again")
        self.flow = flow


class NothingToRollBackTo(Exception):
    """The flow has no version before the live one."""

    def __init__(self, flow: str) -> None:
        super().__init__(f"{flow}: there is no version before the live one")


class NoSuchVersion(Exception):
    """The flow has never gone live under this number."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who lets a version go live, and the file that it was read from; None: not known."""

    author: str = ""
    source: str | None = None


UNKNOWN = Origin()


@dataclass(frozen=True, slots=True)
class Version:
    """One time that a flow went live. `id` counts up; an empty author is not known."""

    flow: str
    hash: str
    previous_hash: str | None
    note: str
    at: datetime
    id: int = 0
    author: str = ""


def live(engine: Engine) -> dict[str, str]:
    """Read the hash of what is live, by flow."""
    with reading(engine) as reader:
        return live_on(reader)


def live_on(connection: Connection | Reader) -> dict[str, str]:
    """Read the hash of what is live, by flow."""
    return {row["flow"]: row["hash"] for row in _LIVE.rows(connection)}


def live_hash(connection: Connection, flow: str) -> str | None:
    """Read which bundle new calls of a flow run on: one row, by its key."""
    pointer = select(live_table.c.hash).where(live_table.c.flow == flow)
    return connection.execute(pointer).scalar_one_or_none()


def live_flow_names(engine: Engine) -> set[str]:
    """Name the flows that a line can be given."""
    return set(live(engine))


def load(engine: Engine, digest: str) -> Bundle:
    """Read a published bundle. Raises KeyError when there is none under this hash."""
    with _reading(engine) as connection:
        query = select(bundles.c.document).where(bundles.c.hash == digest)
        document = connection.execute(query).scalar_one_or_none()
    if document is None:
        raise KeyError(digest)
    return Bundle.from_json(document)


def publish(
    engine: Engine,
    bundle: Bundle,
    note: str,
    now: datetime,
    base: str | None = None,
    origin: Origin = UNKNOWN,
) -> Version | None:
    """
    Make a bundle what new calls run on, in one transaction; None when it is live already.

    `base` is the hash that its author began from; if something else is live, StaleBase is
    raised. Whether the flow is sound is asked before, in `ivr.bundles.publishing`.
    """
    try:
        with engine.begin() as connection:
            before = live_hash(connection, bundle.start)
            if base is not None and before != base:
                raise StaleBase(bundle.start)
            return publish_on(
                connection,
                bundle,
                Version(bundle.start, bundle.hash, before, note, now, author=origin.author),
                origin.source,
            )
    except IntegrityError as error:  # another machine published the same flow for the first time
        raise StaleBase(bundle.start) from error


def publish_on(
    connection: Connection, bundle: Bundle, version: Version, source: str | None
) -> Version | None:
    """
    Make a bundle live in an open transaction; None when it is live already.

    `version.previous_hash` is what must be live until then; StaleBase is raised if it is not.
    """
    if version.previous_hash == bundle.hash:
        return None
    _keep(connection, bundle, version.at)
    _go_live(connection, version, source)
    return version


def rollback(engine: Engine, flow: str, now: datetime, author: str = "") -> Version:
    """
    Make the version before the live one live again; repeated, the one before that.

    Raises NothingToRollBackTo.
    """
    with engine.begin() as connection:
        past = _publications(connection, flow)
        target = _before(past)
        if target is None:
            raise NothingToRollBackTo(flow)
        return _back(connection, target, past[-1].hash, now, author)


def restore(
    engine: Engine, flow: str, version_id: int, now: datetime, author: str = ""
) -> Version | None:
    """
    Make any version live again; None when it is live already.

    Raises NoSuchVersion, and StaleBase when another goes live at the same moment.
    """
    with engine.begin() as connection:
        past = _publications(connection, flow)
        target = next((row for row in past if row.id == version_id), None)
        if target is None:
            raise NoSuchVersion(flow)
        if target.hash == past[-1].hash:
            return None
        return _back(connection, target, past[-1].hash, now, author)


def _back(
    connection: Connection, target: Row[tuple[object, ...]], live: str, now: datetime, author: str
) -> Version:
    note = f"{ROLLED_BACK}{target.note}"
    version = Version(target.flow, target.hash, live, note, now, author=author)
    _go_live(connection, version, target.source, restores=target.restores or target.id)
    return version


def history(engine: Engine, flow: str) -> list[Version]:
    """Tell when which version went live, oldest first."""
    with _reading(engine) as connection:
        rows = _publications(connection, flow)
    return [_version(row) for row in rows]


def versions(engine: Engine, flow: str) -> list[str]:
    """Read the hashes that rolling back again and again comes to, the live one first."""
    with _reading(engine) as connection:
        return versions_on(connection, flow)


def versions_on(connection: Connection, flow: str) -> list[str]:
    """Read the same in an open transaction; at most `MOST_VERSIONS`."""
    past = _publications(connection, flow)
    newest = past[-1] if past else None
    found: list[str] = []
    while newest is not None and len(found) < MOST_VERSIONS:
        found.append(newest.hash)
        newest = _before([row for row in past if row.id <= newest.id])
    return list(dict.fromkeys(found))


def live_versions(engine: Engine) -> list[Version]:
    """Tell of every live flow how it went live, by name."""
    newest = select(func.max(publications.c.id)).group_by(publications.c.flow)
    query = _WITH_ORIGIN.where(publications.c.id.in_(newest)).order_by(publications.c.flow)
    with _reading(engine) as connection:
        rows = connection.execute(query).all()
    return [_version(row) for row in rows]


def source_of(engine: Engine, version_id: int) -> str | None:
    """Read the file that a version was made of; None when it was not kept."""
    kept = select(flow_sources.c.source).where(flow_sources.c.publication_id == version_id)
    with _reading(engine) as connection:
        found: str | None = connection.execute(kept).scalar_one_or_none()
    return found


def _version(row: Row[tuple[object, ...]]) -> Version:
    author = row.author or ""
    return Version(row.flow, row.hash, row.previous_hash, row.note, row.at, row.id, author)


def _reading(engine: Engine) -> Connection:
    return engine.connect().execution_options(readonly=True)


def _keep(connection: Connection, bundle: Bundle, now: datetime) -> None:
    there = select(bundles.c.hash).where(bundles.c.hash == bundle.hash)
    if connection.execute(there).first() is None:
        row = {"hash": bundle.hash, "flow": bundle.start, "document": bundle.to_json()}
        connection.execute(insert(bundles).values(**row, created_at=now))


def _go_live(
    connection: Connection, version: Version, source: str | None, restores: int | None = None
) -> None:
    _point(connection, version)
    published = connection.execute(
        insert(publications).values(
            flow=version.flow,
            hash=version.hash,
            previous_hash=version.previous_hash,
            note=version.note,
            at=version.at,
            restores=restores,
        )
    )
    (key,) = published.inserted_primary_key or (None,)
    row = {"publication_id": key, "source": source, "author": version.author}
    connection.execute(insert(flow_sources).values(row))
    note(
        connection,
        who=version.author or operator(),
        what="flow.rolled_back" if restores else "flow.published",
        about=version.flow,
        before={"version": version.previous_hash} if version.previous_hash else None,
        after={"version": version.hash, "note": version.note},
        at=version.at,
    )


def _point(connection: Connection, version: Version) -> None:
    if version.previous_hash is None:
        connection.execute(insert(live_table).values(flow=version.flow, hash=version.hash))
        return
    pointer = update(live_table).where(
        live_table.c.flow == version.flow, live_table.c.hash == version.previous_hash
    )
    if connection.execute(pointer.values(hash=version.hash)).rowcount != 1:
        raise StaleBase(version.flow)


def _publications(connection: Connection, flow: str) -> Sequence[Row[tuple[object, ...]]]:
    of_flow = _WITH_ORIGIN.where(publications.c.flow == flow)
    return connection.execute(of_flow.order_by(publications.c.id)).all()


def _before(past: Sequence[Row[tuple[object, ...]]]) -> Row[tuple[object, ...]] | None:
    """Find what was live before the live version was first published, through rollbacks."""
    by_id = {row.id: row for row in past}
    if not past:
        return None
    origin = by_id[past[-1].restores or past[-1].id]
    earlier = [row for row in past if row.id < origin.id]
    return by_id[earlier[-1].restores or earlier[-1].id] if earlier else None
