"""
What was refused, whole or item by item, as it came: so that nothing that was sent is lost.

Each source has room for so many refusals and bytes; the oldest make room. The same refusal of the
same things is kept once, with the newest body.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ivr.db.chunks import chunks
from ivr.db.tables.feeds import quarantine

MOST_ROWS = 200
MOST_BYTES = 50_000_000
"""Of one source, deflated."""
MOST_REASONS = 100
NOTED_EVERY = timedelta(minutes=1)
LONGEST_TYPE = 200
CameBy = Literal["push", "poll"]
Reasons = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    A body, and what was wrong: `reasons` as its source was told, problems or rejected items.

    `size_bytes` is of the body as it came, which is more than `body` when that was too large.
    """

    source: str
    came_by: CameBy
    status: int
    content_type: str
    reasons: Reasons
    body: bytes
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A refusal that is kept; the same came from `first_at` to `last_at`."""

    id: int
    refusal: Refusal
    first_at: datetime
    last_at: datetime


def put_away(engine: Engine, refusal: Refusal, now: datetime) -> None:
    """Keep a refusal; what came already within a minute is not written again."""
    digest = _digest(refusal)
    same = (quarantine.c.source == refusal.source) & (quarantine.c.digest == digest)
    with engine.connect().execution_options(readonly=True) as connection:
        found = connection.execute(select(quarantine.c.last_at).where(same)).scalar()
    if found is not None and timedelta(0) <= now - found < NOTED_EVERY:
        return
    newest = {
        "last_at": now,
        "reasons": list(refusal.reasons[:MOST_REASONS]),
        "size_bytes": refusal.size_bytes,
        "body": zlib.compress(refusal.body),
    }
    row = {"source": refusal.source, "digest": digest, "first_at": now, **newest}
    for _ in range(2):  # another process may write the same between our two statements
        with suppress(IntegrityError), engine.begin() as connection:
            if connection.execute(update(quarantine).where(same).values(newest)).rowcount == 0:
                connection.execute(insert(quarantine), row | _how(refusal))
                _make_room(connection, refusal.source)
            return


def listed(connection: Connection, source: str) -> list[Kept]:
    """Return what is kept of a source, the newest first, without the bodies."""
    columns = [column for column in quarantine.c if column.name != "body"]
    query = select(*columns).where(quarantine.c.source == source)
    rows = connection.execute(query.order_by(quarantine.c.last_at.desc(), quarantine.c.id.desc()))
    return [_kept(row, b"") for row in rows.mappings()]


def find(connection: Connection, source: str, id_: int) -> Kept | None:
    """Return one with its body."""
    query = select(quarantine).where(quarantine.c.source == source, quarantine.c.id == id_)
    row = connection.execute(query).mappings().first()
    return _kept(row, zlib.decompress(row["body"])) if row else None


def counts(connection: Connection) -> dict[str, int]:
    """How many are kept, by source."""
    query = select(quarantine.c.source, func.count()).group_by(quarantine.c.source)
    return {row[0]: row[1] for row in connection.execute(query)}


def drop_before(engine: Engine, then: datetime) -> int:
    """Delete what has not come since then; return how many it was."""
    with engine.begin() as connection:
        old = delete(quarantine).where(quarantine.c.last_at < then)
        return connection.execute(old).rowcount


def _how(refusal: Refusal) -> dict[str, Any]:
    return {
        "came_by": refusal.came_by,
        "status": refusal.status,
        "content_type": refusal.content_type[:LONGEST_TYPE],
    }


def _digest(refusal: Refusal) -> str:
    """
    Name what was refused.

    Items: the items and what is wrong with them, since the rest of the list changes all the
    time. The whole: the body itself.
    """
    items = [{k: v for k, v in reason.items() if k != "index"} for reason in refusal.reasons]
    what: list[Any] = [refusal.came_by, refusal.status, items]
    if not all("index" in reason for reason in refusal.reasons):
        what.append(sha256(refusal.body).hexdigest())
    return sha256(json.dumps(what).encode()).hexdigest()


def _make_room(connection: Connection, source: str) -> None:
    """The newest always stays."""
    query = select(quarantine.c.id, func.length(quarantine.c.body))
    query = query.where(quarantine.c.source == source)
    rows = connection.execute(query.order_by(quarantine.c.last_at.desc(), quarantine.c.id.desc()))
    held, too_many = 0, []
    for place, (id_, size) in enumerate(rows):
        held += size
        if place and (place >= MOST_ROWS or held > MOST_BYTES):
            too_many.append(id_)
    for chunk in chunks(too_many):
        connection.execute(delete(quarantine).where(quarantine.c.id.in_(chunk)))


def _kept(row: Mapping[Any, Any], body: bytes) -> Kept:
    names = ("source", "came_by", "status", "content_type", "reasons", "size_bytes")
    refusal = Refusal(body=body, **{name: row[name] for name in names})
    return Kept(row["id"], refusal, row["first_at"], row["last_at"])
