"""
Pushes signed as Standard Webhooks have it: `webhook-id`, `webhook-timestamp`, `webhook-signature`.

A message that comes again within five minutes is known (`repeats.py`); later it is not taken.
"""

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from sqlalchemy import Connection, Engine, delete, insert, select, update
from werkzeug.datastructures import Headers

from ivr.db.tables.feeds import source_secrets
from ivr.feeds.scope import note_token_scope
from ivr.sealed import NotReadable, Sealed

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
VERSION = "v1,"
TOLERANCE_SECONDS = 300
SECRET_BYTES = 32
LONGEST_ID = 256
TIME = re.compile("[0-9]{1,12}")
MOST_SIGNATURES = 20
NOTED_EVERY = timedelta(hours=1)
log = structlog.get_logger()


class BadSignature(Exception):
    """A push that is not signed as it should be; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A signing secret; `id` names it, and is no secret. `text` begins with `whsec_`."""

    id: str
    text: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Signed:
    """What stood in the three headers of a request."""

    id: str
    timestamp: str
    signature: str


def signed_in(headers: Headers) -> Signed | None:
    """Return the signature that came, good or bad; None without one."""
    if SIGNATURE not in headers:
        return None
    return Signed(headers.get(ID, ""), headers.get(TIMESTAMP, ""), headers[SIGNATURE])


def sign(text: str, id_: str, timestamp: int, body: bytes) -> str:
    """Return the value of `webhook-signature`. Raises ValueError for a secret that is none."""
    return VERSION + base64.b64encode(_mac(text, id_, str(timestamp), body)).decode()


def check(signed: Signed, body: bytes, known: Iterable[Secret], real_seconds: float) -> Secret:
    """Return the secret that signed it. Raises BadSignature; `real_seconds` is time.time()."""
    if not 0 < len(signed.id) <= LONGEST_ID:
        raise BadSignature(f"{ID} is missing, or longer than {LONGEST_ID} characters")
    if not TIME.fullmatch(signed.timestamp):
        raise BadSignature(
            f"{TIMESTAMP} must be the seconds since 1970, as `date +%s` prints them"
        )
    if abs(int(signed.timestamp) - real_seconds) > TOLERANCE_SECONDS:
        raise BadSignature(f"{TIMESTAMP} is more than {TOLERANCE_SECONDS} seconds from our clock")
    given = _given(signed.signature)
    for secret in known:
        made = _mac(secret.text, signed.id, signed.timestamp, body)
        if any(hmac.compare_digest(made, one) for one in given):
            return secret
    raise BadSignature(f"{SIGNATURE} is by none of the secrets of this source, over this body")


def new_secret(connection: Connection, sealed: Sealed, source: str, now: datetime) -> str:
    """Make a secret for a source that exists, and return it: it is not shown again."""
    text = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    id_ = secrets.token_hex(5)
    row = {"id": id_, "source": source, "created_at": now}
    put_away = {"sealed": sealed.seal(text, *_bound(source, id_))}
    connection.execute(insert(source_secrets), row | put_away)
    note_token_scope(connection, source)
    return text


def secrets_of(connection: Connection, source: str, keys: Sequence[str]) -> list[Secret]:
    """Every secret of a source that is good and can be read with our keys, the oldest first."""
    query = select(source_secrets).where(source_secrets.c.source == source)
    rows = connection.execute(query.order_by(source_secrets.c.created_at)).mappings().all()
    found = []
    for row in rows:
        try:
            text = Sealed(keys).open(row["sealed"], *_bound(source, row["id"]))
        except NotReadable:
            log.warning("signing_secret_not_readable", source=source, secret=row["id"])
            continue
        found.append(Secret(row["id"], text, row["created_at"], row["last_used_at"]))
    return found


def note_use(engine: Engine, secret: Secret, now: datetime) -> None:
    """Note that a secret was used, once an hour."""
    if secret.last_used_at is None or now - secret.last_used_at >= NOTED_EVERY:
        with engine.begin() as connection:
            used = update(source_secrets).where(source_secrets.c.id == secret.id)
            connection.execute(used.values(last_used_at=now))


def end_secret(connection: Connection, source: str, id_: str) -> bool:
    """Let a secret be good no more, from the next push on; False when there is none."""
    this = (source_secrets.c.source == source) & (source_secrets.c.id == id_)
    ended = connection.execute(delete(source_secrets).where(this)).rowcount > 0
    note_token_scope(connection, source)
    return ended


def renew_secrets(connection: Connection, keys: Sequence[str]) -> int:
    """Seal what older keys sealed with the newest; return how many it was."""
    sealed, renewed = Sealed(keys), 0
    for row in connection.execute(select(source_secrets)).mappings().all():
        try:
            after = sealed.renewed(row["sealed"], *_bound(row["source"], row["id"]))
        except NotReadable:
            continue
        if after != row["sealed"]:
            this = update(source_secrets).where(source_secrets.c.id == row["id"])
            connection.execute(this.values(sealed=after))
            renewed += 1
    return renewed


def _given(header: str) -> list[bytes]:
    """Those of version 1; others are of keys that we do not have."""
    found = []
    for word in header.split(" ")[:MOST_SIGNATURES]:
        if word.startswith(VERSION):
            try:
                found.append(base64.b64decode(word.removeprefix(VERSION), validate=True))
            except (binascii.Error, ValueError):
                continue
    return found


def _mac(text: str, id_: str, timestamp: str, body: bytes) -> bytes:
    key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    signed = f"{id_}.{timestamp}.".encode("utf-8", "surrogateescape") + body
    return hmac.digest(key, signed, sha256)


def _bound(source: str, id_: str) -> tuple[str, ...]:
    return ("signing secret", source, id_)
