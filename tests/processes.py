"""Waiting for processes in tests, bounded."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
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


def nursery(module: str, words: IO[str] | None = None) -> "subprocess.Popen[str]":
    """Start one of our programs that takes orders line by line; `words` is for what it says."""
    return subprocess.Popen(  # noqa: S603 -- ours
        [sys.executable, "-m", module],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=words,
    )
