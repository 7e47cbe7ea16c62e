"""Bearer tokens of the HTTP interface. Only their digests are kept."""

import hashlib
import secrets
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from ivr.db.tables.customers import api_tokens

Scope = Literal["read", "write"]


def new_token(connection: Connection, name: str, scope: Scope, now: datetime) -> str:
    """Make a token; the former one of the same name stops working. `write` may also read."""
    token = f"linja_{secrets.token_urlsafe(32)}"
    connection.execute(delete(api_tokens).where(api_tokens.c.name == name))
    row = {"name": name, "digest": _digest(token), "scope": scope, "created_at": now}
    connection.execute(insert(api_tokens).values(row))
    return token


def scope_of(connection: Connection, token: str) -> Scope | None:
    """Return what a token allows, or None for an unknown one."""
    found = select(api_tokens.c.scope).where(api_tokens.c.digest == _digest(token))
    scope: Scope | None = connection.execute(found).scalar_one_or_none()
    return scope


def name_of(connection: Connection, token: str) -> str:
    """Return the name that a token was made under; empty for an unknown one."""
    found = select(api_tokens.c.name).where(api_tokens.c.digest == _digest(token))
    return connection.execute(found).scalar_one_or_none() or ""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
