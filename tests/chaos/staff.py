"""The application's processes, forked by the nursery, and the processes that they start."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.processes import gone, nursery, state_of


@dataclass
class Staff:
    """Who runs, by role."""

    nursery: subprocess.Popen[str]
    running: dict[str, int] = field(default_factory=dict)

    def start(self, role: str, environ: Mapping[str, str]) -> None:
        """Start a process."""
        pipe_in, pipe_out = self.nursery.stdin, self.nursery.stdout
        assert pipe_in is not None
        assert pipe_out is not None
        pipe_in.write(json.dumps({"role": role, "environ": environ}) + "\n")
        pipe_in.flush()
        self.running[role] = int(pipe_out.readline())

    def kill(self, role: str) -> None:
        """`kill -9` of a process and of all that it has started; nothing if it does not run."""
        pid = self.running.pop(role, 0)
        if pid:
            kill_all([pid, *below(pid)])

    def lives(self, role: str) -> bool:
        """Does it run?"""
        return state_of(self.running.get(role, 0)) not in {"", "Z"}


def below(pid: int) -> list[int]:
    """Return the processes that one has started, and those that they have started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []
    found = [int(child) for child in children]
    return [*found, *(each for child in found for each in below(child))]


def parent_of(pid: int) -> int:
    """Return the process that started one; 0 when it has ended."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return 0
    return int(line.rpartition(")")[2].split()[1])


def kill_all(pids: list[int]) -> None:
    """`kill -9`, and wait until they are gone."""
    for pid in filter(None, pids):  # 0 would be all of us
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert all(gone(pid) for pid in pids)


@contextmanager
def hired(log: Path) -> Iterator[Staff]:
    """Open a nursery, nobody running yet; its words are in the log; at the end all are killed."""
    with log.open("w") as words:
        orders = nursery("tests.chaos.nursery", words)
    staff = Staff(orders)
    try:
        yield staff
    finally:
        for role in list(staff.running):
            staff.kill(role)
        orders.kill()
        orders.communicate()
