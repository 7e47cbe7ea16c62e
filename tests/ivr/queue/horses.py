"""Who did the work: the clock's own process, or one that a worker forked for a ring."""

import os
from multiprocessing.process import BaseProcess
from pathlib import Path

from ivr.queue.bells import CALLBACKS
from ivr.queue.duties import Duty
from ivr.services import Services


def note_pid(folder: Path) -> Duty:
    """A duty that leaves a file with the name of the process that did it."""

    def run(_services: Services) -> None:
        (folder / str(os.getpid())).touch()

    return Duty("note", 0.2, run, CALLBACKS)


def children_of(process: BaseProcess) -> list[int]:
    """Return the processes that this one has started."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in found.read_text("ascii").split()]


def done_by_horses(folder: Path, supervisor: BaseProcess) -> bool:
    """Was it done by a process that a worker forked, and not by the clock itself?"""
    known = {str(pid) for pid in children_of(supervisor)}
    return any(path.name not in known for path in folder.iterdir())
