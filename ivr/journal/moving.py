"""Bring the lines of this machine's processes into the database."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from sqlalchemy import Engine

from ivr.feeds.heard_before import remember
from ivr.journal.buffer import FOLDER, SUFFIX
from ivr.journal.ended import Ended, read_end
from ivr.journal.store import add, add_ends
from ivr.journal.written import BadLine, Written, read_line

log = structlog.get_logger()

TAKEN = ".taken"
LOCK = "lock"
MOST_AT_ONCE = 500

Line = Written | Ended


def move(data_dir: Path, engine: Engine) -> int:
    """
    Add every line that is not there yet; return how many lines were read.

    A file is taken away from its process by its name, and removed once its lines are durable:
    being killed at any place costs nothing, and doing it twice adds nothing.
    """
    folder = data_dir / FOLDER
    if not folder.is_dir():
        return 0
    with _alone(folder):
        for file in sorted(folder.glob(f"*{SUFFIX}")):
            if not file.with_suffix(TAKEN).exists():
                file.rename(file.with_suffix(TAKEN))
        files = sorted(folder.glob(f"*{TAKEN}"))
        ends: list[Ended] = []
        many = sum(_move(file, engine, ends) for file in files)
        add_ends(engine, ends)
        for file in files:
            file.unlink()
    return many


def _move(file: Path, engine: Engine, ends: list[Ended]) -> int:
    """Add the turns of a file. The ends wait: the turns before may be in another process's."""
    with file.open("rb") as taken:
        fcntl.flock(taken, fcntl.LOCK_EX)  # its process may still be writing
        lines = list(_lines(taken))
    turns = [line for line in lines if isinstance(line, Written)]
    for start in range(0, len(turns), MOST_AT_ONCE):
        some = turns[start : start + MOST_AT_ONCE]
        add(engine, some)
        remember(engine, [heard for line in some for heard in line.heard])
    ends.extend(line for line in lines if isinstance(line, Ended))
    return len(lines)


def _lines(file: Iterator[bytes]) -> Iterator[Line]:
    for written in file:
        try:
            plain = json.loads(written)
            yield read_end(plain) or read_line(plain)
        except (ValueError, BadLine):
            log.warning("journal line not readable", bytes=len(written))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
