"""Bearer tokens of sources: only their digests are kept."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from sqlalchemy import Connection, Engine, insert, select, update

from ivr.db.tables.outages import source_tokens

Scope = Literal["push", "read"]
SCOPES: tuple[Scope, ...] = ("push", "read")
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Token:
    """Whose token it is; `push` may also read."""

    source: str
    scope: Scope


def new_token(connection: Connection, source: str, scope: Scope, now: datetime) -> str:
    """Make a token for a source that exists, and return it: it cannot be shown again."""
    token = f"feed_{secrets.token_urlsafe(32)}"
    row = {"digest": _digest(token), "source": source, "scope": scope, "created_at": now}
    connection.execute(insert(source_tokens), row)
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
    return Token(row["source"], row["scope"])


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
