"""What a snapshot holds, and its form on disk."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

FORMAT = "linja-snapshot-1"


class BadSnapshot(Exception):
    """Something else than a whole snapshot of ours."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    `sections` are the configuration as it was applied, `version` is its version.

    `versions` are hashes by flow: the live one first, then those that were live before it.
    `bundles` are documents by hash. `source_limits` are the seconds after which each source is
    stale, and after which it is not read.
    """

    version: int
    sections: Mapping[str, Any]
    versions: Mapping[str, list[str]]
    bundles: Mapping[str, str]
    fallback: str = ""
    source_limits: Mapping[str, list[int]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return one line with the format and the checksum of the second, which is JSON."""
        body = json.dumps(asdict(self), ensure_ascii=False).encode()
        return f"{FORMAT} {_checksum(body)}\n".encode() + body + b"\n"

    @classmethod
    def from_bytes(cls, written: bytes) -> "Snapshot":
        """Read it again. Raises BadSnapshot, also when only a part was written."""
        head, _, body = written.partition(b"\n")
        body = body.removesuffix(b"\n")
        if head.decode("ascii", "replace") != f"{FORMAT} {_checksum(body)}":
            raise BadSnapshot("its checksum is another one")
        try:
            plain = json.loads(body)
            return cls(**{name: plain[name] for name in (one.name for one in fields(cls))})
        except (ValueError, KeyError, TypeError) as problem:
            raise BadSnapshot(f"it lacks {problem}") from problem


def _checksum(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
