"""Waiting for processes in tests, bounded."""

import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_SECONDS = 30.0


def soon(happened: Callable[[], bool]) -> bool:
    """Wait until it has happened; False after thirty seconds."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def gone(pid: int) -> bool:
    """Wait until a process is no more, or is a zombie."""
    return soon(lambda: state_of(pid) in {"", "Z"})


def state_of(pid: int) -> str:
    """Return the letter of proc(5): S sleeps, T is stopped, Z is a zombie; empty: no process."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return ""
    return line.rpartition(")")[2].split()[0]
