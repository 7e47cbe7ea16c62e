"""A second factor by an authenticator's code (RFC 6238): six digits, thirty seconds, SHA-1."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from sqlalchemy import Connection, select, update

from ivr.db.tables.accounts import users
from ivr.sealed import NotReadable, Sealed

STEP_SECONDS = 30
LATE_STEPS = 1
"""A code of the step before, or of the next, is good: telephones' clocks are not exact."""
SECRET_BYTES = 20
PURPOSE = "totp"


def new_secret() -> str:
    """Return a secret in base32, as authenticators take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address(secret: str, name: str) -> str:
    """Return what an authenticator reads from a QR code or a link."""
    return f"otpauth://totp/Linja:{quote(name)}?secret={secret}&issuer=Linja"


def picture(address: str) -> str:
    """Return a QR code of an address as a `data:` URI, for a telephone to read from the screen."""
    return segno.make(address, error="m", micro=False).svg_data_uri(
        border=4, scale=4, light="#fff"
    )


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the step that this is the code of, None if it is wrong or too old."""
    current = int(now.timestamp()) // STEP_SECONDS
    # SHA-1 is RFC 6238's own, and the only one that every authenticator knows.
    codes = HOTP(base64.b32decode(secret), 6, SHA1())  # noqa: S303
    for step in range(current - LATE_STEPS, current + LATE_STEPS + 1):
        if hmac.compare_digest(codes.generate(step), code.encode("utf-8", "replace")):
            return step
    return None


def readable(secret: str) -> bool:
    """Is it a secret of ours, as `new_secret` makes it?"""
    try:
        return len(base64.b32decode(secret)) == SECRET_BYTES
    except ValueError:
        return False


def proved(secret: str, code: str, now: datetime) -> int | None:
    """Return the step of a code that shows that somebody holds a new secret."""
    return step_of(secret, code.replace(" ", ""), now) if readable(secret) else None


def turn_on(connection: Connection, name: str, secret: str, sealed: Sealed, step: int) -> None:
    """Ask for codes from now on; the step of the code that proved it is used up."""
    kept = sealed.seal(secret, PURPOSE, name)
    connection.execute(update(users).where(users.c.name == name).values(totp=kept, totp_step=step))


def turn_off(connection: Connection, name: str) -> None:
    """Ask for no codes any more."""
    connection.execute(update(users).where(users.c.name == name).values(totp=None))


def accepted(connection: Connection, name: str, code: str, sealed: Sealed, now: datetime) -> bool:
    """Is the code right, and used for the first time? True also for who has no second factor."""
    kept = connection.execute(select(users.c.totp).where(users.c.name == name)).scalar()
    if kept is None:
        return True
    step = step_of(sealed.open(kept, PURPOSE, name), code.replace(" ", ""), now)
    if step is None:
        return False
    unused = update(users).where(users.c.name == name, users.c.totp_step < step)
    return connection.execute(unused.values(totp_step=step)).rowcount == 1


def renew_second_factors(connection: Connection, keys: Sequence[str]) -> int:
    """Seal what older keys sealed with the newest; return how many it was."""
    sealed, renewed = Sealed(keys), 0
    with_one = select(users.c.name, users.c.totp).where(users.c.totp.is_not(None))
    for name, kept in connection.execute(with_one).all():
        try:
            after = sealed.renewed(kept, PURPOSE, name)
        except NotReadable:
            continue
        if after != kept:
            connection.execute(update(users).where(users.c.name == name).values(totp=after))
            renewed += 1
    return renewed
