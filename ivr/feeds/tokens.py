"""Bearer tokens of sources: only their digests are kept. Several of a source are good at once."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Engine, delete, insert, select, update

from ivr.db.tables.outages import source_tokens
from ivr.feeds.limits import EVERYTHING, Limits
from ivr.feeds.scope import note_token_scope

Scope = Literal["push", "read"]
SCOPES: tuple[Scope, ...] = ("push", "read")
NOTED_EVERY = timedelta(hours=1)
ID_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Token:
    """Whose token it is; `push` may also read. `limits` is all that it may speak of."""

    source: str
    scope: Scope
    limits: Limits = EVERYTHING


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token as its owner may see it: `id` names it, and is no secret."""

    id: str
    token: Token
    created_at: datetime
    last_used_at: datetime | None
    """To the hour."""


def new_token(
    connection: Connection, source: str, scope: Scope, now: datetime, limits: Limits = EVERYTHING
) -> str:
    """Make a token for a source that exists, and return it: it cannot be shown again."""
    token = f"feed_{secrets.token_urlsafe(32)}"
    row = {
        "digest": _digest(token),
        "source": source,
        "scope": scope,
        "created_at": now,
        "areas": list(limits.areas) or None,
        "services": list(limits.services) or None,
    }
    connection.execute(insert(source_tokens), row)
    note_token_scope(connection, source)
    return token


def find_token(engine: Engine, token: str, now: datetime) -> Token | None:
    """Say whose token this is; its use is noted once an hour."""
    digest = _digest(token)
    with engine.connect().execution_options(readonly=True) as connection:
        query = select(source_tokens).where(source_tokens.c.digest == digest)
        row = connection.execute(query).mappings().first()
    if row is None or not hmac.compare_digest(row["digest"], digest):
        return None
    if row["last_used_at"] is None or now - row["last_used_at"] >= NOTED_EVERY:
        with engine.begin() as connection:
            used = update(source_tokens).where(source_tokens.c.digest == digest)
            connection.execute(used.values(last_used_at=now))
    return _token(row)


def tokens_of(connection: Connection, source: str) -> list[KeptToken]:
    """Every token of a source that is good, the oldest first."""
    query = select(source_tokens).where(source_tokens.c.source == source)
    rows = connection.execute(query.order_by(source_tokens.c.created_at)).mappings()
    return [
        KeptToken(row["digest"][:ID_LENGTH], _token(row), row["created_at"], row["last_used_at"])
        for row in rows
    ]


def end_token(connection: Connection, source: str, id_: str) -> bool:
    """Let a token be good no more, from the next request on; False when there is none."""
    if len(id_) != ID_LENGTH:
        return False
    this = source_tokens.c.digest.startswith(id_, autoescape=True)
    ended = connection.execute(delete(source_tokens).where(source_tokens.c.source == source, this))
    note_token_scope(connection, source)
    return ended.rowcount > 0


def _token(row: Mapping[Any, Any]) -> Token:
    if not row["areas"] and not row["services"]:
        return Token(row["source"], row["scope"])
    limits = Limits(tuple(row["areas"] or ()), tuple(row["services"] or ()), "this token")
    return Token(row["source"], row["scope"], limits)


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
