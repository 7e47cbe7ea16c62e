"""Keep secrets in SQL so that who reads the database alone does not have them."""

import base64
import binascii
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class NotReadable(Exception):
    """Sealed with a `SECRET_KEY` that we do not have, or for another purpose."""


class Sealed:
    """Seals with the first key and opens with each, so that a key can be changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ValueError without a key."""
        if not keys:
            raise ValueError("nothing to seal with: set SECRET_KEY")
        self._ciphers = tuple(AESSIV(_derived(key)) for key in keys)

    def seal(self, secret: str, *bound_to: str) -> str:
        """Return what can be kept; it opens only with the same words after it."""
        sealed = self._ciphers[0].encrypt(secret.encode(), _words(bound_to))
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str, *bound_to: str) -> str:
        """Return the secret. Raises NotReadable."""
        try:
            packed = base64.b64decode(sealed, validate=True)
        except binascii.Error:
            raise NotReadable from None
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(packed, _words(bound_to)).decode()
            except (InvalidTag, ValueError):
                continue
        raise NotReadable

    def renewed(self, sealed: str, *bound_to: str) -> str:
        """Return it sealed with the first key: the same text if it was. Raises NotReadable."""
        return self.seal(self.open(sealed, *bound_to), *bound_to)


def _derived(key: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=64, salt=None, info=b"linja secrets of sources")
    return derive.derive(key.encode())


def _words(bound_to: Sequence[str]) -> list[bytes]:
    return [word.encode() for word in bound_to]
