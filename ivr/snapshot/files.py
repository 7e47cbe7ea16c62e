"""The snapshot's two files: the newest, and the one before it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from ivr.snapshot.contents import BadSnapshot, Snapshot

FOLDER = "snapshot"
NEWEST, BEFORE, DRAFT, LOCK = "newest.json", "before.json", "draft", "lock"
log = structlog.get_logger()


class SnapshotFiles:
    """All processes of a machine read and write the same files, in its data directory."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def read(self) -> Snapshot | None:
        """Return the newest one that is whole, None if there is none. Never raises."""
        return self._read(NEWEST) or self._read(BEFORE)

    def write(self, snapshot: Snapshot) -> bool:
        """
        Keep a snapshot; False if it is what was kept already. Raises OSError.

        It is on the disk before it takes the newest one's name, so that a crash or a full disk
        leaves one of the two. What is not whole never takes the place of the one before.
        """
        written = snapshot.to_bytes()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        newest = self._folder / NEWEST
        with self._alone():
            if newest.exists() and newest.read_bytes() == written:
                return False
            _write_through(self._folder / DRAFT, written)
            if self._read(NEWEST):
                newest.replace(self._folder / BEFORE)
            (self._folder / DRAFT).replace(newest)
            _sync(self._folder)
        return True

    def _read(self, name: str) -> Snapshot | None:
        try:
            return Snapshot.from_bytes((self._folder / name).read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, BadSnapshot) as problem:
            log.error("snapshot not readable", file=name, reason=str(problem))  # noqa: TRY400 -- the reason is all there is
            return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _write_through(path: Path, written: bytes) -> None:
    with path.open("wb") as draft:
        os.fchmod(draft.fileno(), 0o600)
        draft.write(written)
        draft.flush()
        os.fsync(draft.fileno())


def _sync(folder: Path) -> None:
    """Have the new names themselves on the disk (fsync(2): a file's sync does not do that)."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
