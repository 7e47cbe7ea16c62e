"""An authenticator."""

import base64
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP


def code_of(secret: str, at: datetime) -> str:
    """Return what it shows."""
    shown = TOTP(base64.b32decode(secret), 6, SHA1(), 30)  # noqa: S303 -- RFC 6238's own
    return shown.generate(int(at.timestamp())).decode()
