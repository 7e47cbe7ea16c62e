"""Seal what a call carries in its addresses: compressed, encrypted, bound to that call."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1
_RAW_DEFLATE = -15
_MEMORY = 5
"""Of 9: enough for a state, and a tenth of what zlib would otherwise clear for each."""
_MOST_BYTES = 16_000

_DICTIONARY = (
    b'"why":"purchases","why":"stated","why":"line","withheld":true,"asked_places":[],'
    b'"team":"service-fi","number":"+3584","number":"+35893157000","behalf":true,"danger":true,'
    b'"postcode":"00100","vars":{"postcode":"","heard_keys":["electricity:","tries":1,'
    b'"flow":"fault-line","typed":true,"chosen":true,"step":"language","step":"notices",'
    b'"step":"menu","step":"human","services":["electricity","newspaper","telecom","water"],'
    b'"heard":"2026-11-22T19:00:00+02:00","memo":{},"language":"sv","language":"en",'
    b'"state":{"bundle":"","caller":{"customers":1,"language":"fi","places":["29900"],'
    b'"services":[],"why":"","withheld":false},"flow":"customer-service","heard":"none",'
    b'"language":"fi","line":"+35893157000","memo":{},"place":"","started_at":17,'
    b'"step":"","turn":1,"vars":{}},"wait":"keys"}'
)
"""Part of format 1: another dictionary is another format, or old calls become unreadable."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class BadSeal(Exception):
    """
    What came back in an address is not ours, not this call's, or not good any more.

    `reason`: `tampered` (or another call's, or another key's), `format` (a version that is
    neither ours nor a neighbour's), `expired`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sealer:
    """
    Seals with the first secret and opens with each, so that a secret can be rotated.

    Deterministic (AES-SIV, RFC 5297): the same call in the same state has the same address,
    which is why a repeated webhook hears the same answer.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        """Raises ValueError without a secret."""
        if not secrets:
            raise ValueError("nothing to seal with: set SECRET_KEY")
        self._ciphers = tuple(AESSIV(_key(secret)) for secret in secrets)

    def seal(self, purpose: str, call_sid: str, plain: Mapping[str, Any]) -> str:
        """Return a token of URL-safe characters, readable only for this purpose and call."""
        packed = bytes([FORMAT]) + _deflate(plain)
        sealed = self._ciphers[0].encrypt(packed, _bound_to(purpose, call_sid))
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open(self, purpose: str, call_sid: str, token: str) -> dict[str, Any]:
        """Return what was sealed. Raises BadSeal."""
        sealed = _from_base64(token)
        for cipher in self._ciphers:
            try:
                packed = cipher.decrypt(sealed, _bound_to(purpose, call_sid))
            except InvalidTag:
                continue
            return _inflate(packed)
        raise BadSeal("tampered")


def _key(secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=64, salt=None, info=b"linja call state")
    return derive.derive(secret.encode())


def _bound_to(purpose: str, call_sid: str) -> list[bytes]:
    return [purpose.encode(), call_sid.encode("utf-8", "replace")]


def _from_base64(token: str) -> bytes:
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadSeal("tampered") from None
    canonical = base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()
    if canonical != token or not sealed:
        raise BadSeal("tampered")
    return sealed


def _deflate(plain: Mapping[str, Any]) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE, _MEMORY, zdict=_DICTIONARY)
    return squeeze.compress(_JSON.encode(plain).encode()) + squeeze.flush()


def _inflate(packed: bytes) -> dict[str, Any]:
    if packed[:1] != bytes([FORMAT]):
        raise BadSeal("format")
    stretch = zlib.decompressobj(_RAW_DEFLATE, zdict=_DICTIONARY)
    try:
        plain = json.loads(stretch.decompress(packed[1:], _MOST_BYTES))
    except (zlib.error, ValueError):
        raise BadSeal("format") from None
    if not isinstance(plain, dict):
        raise BadSeal("format")
    return plain
