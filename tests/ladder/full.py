"""A disk without room, for some processes and whatever they start."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def full(pid: int) -> Iterator[None]:
    """
    Nothing that this process and its children write to a file arrives: setrlimit(2) refuses it.

    What is read still is; pipes and sockets are no files.
    """
    _allow(pid, "0")
    try:
        yield
    finally:
        _allow(pid, "unlimited")


def family(pid: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [pid, *map(int, children.split())]


def _allow(pid: int, most: str) -> None:
    """As whoever it belongs to: PostgreSQL does not run as root."""
    for each in family(pid):
        with suppress(FileNotFoundError):
            owner = Path(f"/proc/{each}").stat().st_uid
            command = ["prlimit", "--pid", str(each), f"--fsize={most}:unlimited"]
            subprocess.run(command, user=owner, check=False)  # noqa: S603 -- util-linux
