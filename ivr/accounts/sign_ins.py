"""Where people are signed in: a secret in a cookie, its digest in the database."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from ivr.db.tables.accounts import sign_ins, users

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=24)
NOTED_EVERY = timedelta(minutes=1)
LONGEST_BROWSER = 200


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which somebody is signed in."""

    id: str
    name: str
    created_at: datetime
    last_seen_at: datetime
    address: str
    browser: str


def sign_in(connection: Connection, name: str, address: str, browser: str, now: datetime) -> str:
    """Begin, and return the cookie's secret; it cannot be read again."""
    secret = secrets.token_urlsafe(32)
    row = {
        "digest": digest(secret),
        "id": secrets.token_hex(8),
        "name": name,
        "created_at": now,
        "last_seen_at": now,
        "address": address[:64],
        "browser": browser[:LONGEST_BROWSER],
    }
    connection.execute(delete(sign_ins).where(_over(now)))
    connection.execute(insert(sign_ins), row)
    return secret


def find(connection: Connection, secret: str, now: datetime) -> SignIn | None:
    """Say who this is: None when it has ended, was ended, or the person is disabled."""
    found = (
        select(sign_ins)
        .join(users, users.c.name == sign_ins.c.name)
        .where(sign_ins.c.digest == digest(secret), users.c.disabled_at.is_(None), ~_over(now))
    )
    row = connection.execute(found).first()
    return _sign_in(row) if row else None


def needs_noting(signed_in: SignIn, now: datetime) -> bool:
    """Is it worth a commit that they are still here?"""
    return now - signed_in.last_seen_at >= NOTED_EVERY


def seen(connection: Connection, signed_in: SignIn, now: datetime) -> None:
    """Note that they are still here."""
    this = update(sign_ins).where(sign_ins.c.id == signed_in.id)
    connection.execute(this.values(last_seen_at=now))


def listed(connection: Connection, name: str, now: datetime) -> Sequence[SignIn]:
    """Return where somebody is signed in, the last used first."""
    found = select(sign_ins).where(sign_ins.c.name == name, ~_over(now))
    rows = connection.execute(found.order_by(sign_ins.c.last_seen_at.desc())).all()
    return [_sign_in(row) for row in rows]


def end(connection: Connection, name: str, id_: str) -> bool:
    """Sign somebody out of one browser; only of their own. False if there is none such."""
    theirs = delete(sign_ins).where(sign_ins.c.name == name, sign_ins.c.id == id_)
    return connection.execute(theirs).rowcount > 0


def end_others(connection: Connection, signed_in: SignIn) -> None:
    """Sign somebody out of every other browser."""
    others = (sign_ins.c.name == signed_in.name, sign_ins.c.id != signed_in.id)
    connection.execute(delete(sign_ins).where(*others))


def digest(secret: str) -> str:
    """Return what is kept of a cookie."""
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _over(now: datetime) -> ColumnElement[bool]:
    columns = sign_ins.c
    return (columns.last_seen_at <= now - IDLE) | (columns.created_at <= now - LONGEST)


def _sign_in(row: Row[tuple[object, ...]]) -> SignIn:
    names = SignIn.__dataclass_fields__
    return SignIn(**{name: getattr(row, name) for name in names})
