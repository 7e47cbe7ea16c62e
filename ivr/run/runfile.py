"""`run.json` in the data directory: what other commands must know of the running server."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

FILE = "run.json"
LOCK = "run.lock"


class AlreadyRunning(Exception):
    """Another `linja run` uses this data directory."""


@dataclass(frozen=True, slots=True)
class Run:
    """
    A running server. `lines` are names and the numbers that they are called at.

    `simulator_url` and its account are empty on the real Twilio. `clock_offset_seconds`: how
    far business time is ahead of the machine's clock.
    """

    pid: int
    port: int
    url: str
    simulator_url: str = ""
    simulator_account: str = ""
    simulator_token: str = ""
    clock_offset_seconds: float = 0.0
    lines: dict[str, str] = field(default_factory=dict)


@contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """Keep the data directory for ourselves. Raises AlreadyRunning; a crash lets go of it."""
    with (data_dir / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"{data_dir} is in use by another `linja run`: stop that one, "
                "or give another directory with --data-dir."
            ) from None
        yield


def write_run(data_dir: Path, run: Run) -> None:
    """Write the file whole or not at all."""
    draft = data_dir / f"{FILE}.new"
    draft.write_text(json.dumps(asdict(run), indent=1) + "\n", "utf-8")
    draft.replace(data_dir / FILE)


def remove_run(data_dir: Path) -> None:
    """Say that nothing runs any more."""
    (data_dir / FILE).unlink(missing_ok=True)


def read_run(data_dir: Path) -> Run | None:
    """Return what runs here, or None; what a crash left behind is None too."""
    try:
        plain = json.loads((data_dir / FILE).read_text("utf-8"))
        known = {f.name for f in fields(Run)}
        run = Run(**{name: value for name, value in plain.items() if name in known})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return run if _alive(run.pid) else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
