"""Stop processes at a failpoint, and have somebody killed while they stand there."""

import os
import re
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, RLock, Thread

from tests.processes import soon, state_of

LOOK_EVERY_SECONDS = 0.002
HOLD = ("hold",)
KILL = re.compile(r"([a-z.-]+)(?:#(\d+))?(?::([a-z+]+))?")


@dataclass(frozen=True)
class Kill:
    """
    When somebody comes by `point` for the so many-th time, what is done to `whom`.

    As text: `status.before-commit#4:redis+self`; without a colon it is whoever comes by.
    """

    point: str
    passes: int
    whom: tuple[str, ...]


def read_kill(text: str) -> Kill:
    """Read one. Raises ValueError."""
    found = KILL.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no kill")
    point, passes, whom = found.groups()
    return Kill(point, int(passes or 1), tuple((whom or "self").split("+")))


class Nemesis:
    """
    Carries out kills one after another. `means` do it, by name, given the process that stands
    at the point; who is not killed goes on, or after `hold` when all kills are done.
    """

    def __init__(self, folder: Path, means: dict[str, Callable[[int], None]]) -> None:
        self.folder = folder
        self.lock = RLock()
        self.done: list[str] = []
        self.means = means
        self._left: deque[Kill] = deque()
        self._passes = 0
        self._held: list[int] = []

    @property
    def is_busy(self) -> bool:
        """Is there somebody to kill yet, or is somebody being killed?"""
        with self.lock:
            return bool(self._left)

    @property
    def point(self) -> str:
        """Where somebody is killed next; empty when nobody is."""
        with self.lock:
            return self._left[0].point if self._left else ""

    def plan(self, kills: Sequence[str]) -> None:
        """Forget what was planned before, and plan these."""
        with self.lock:
            for file in self.folder.iterdir():
                file.unlink()
            self.done.clear()
            self._held.clear()
            self._left = deque(read_kill(text) for text in kills)
            self._arm()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Watch meanwhile."""
        over = Event()
        thread = Thread(target=self._watch, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _watch(self, over: Event) -> None:
        while not over.wait(LOOK_EVERY_SECONDS):
            with self.lock:
                self._look()

    def _look(self) -> None:
        for kill in list(self._left)[:1]:
            for note in self.folder.glob(f"{kill.point}.*"):
                pid = int(note.suffix[1:])
                _wait_until_stopped(pid)
                note.unlink()
                self._strike(kill, pid)

    def _strike(self, kill: Kill, pid: int) -> None:
        self._passes += 1
        if self._passes < kill.passes:
            (self.folder / kill.point).touch()
        else:
            self.done.append(kill.point)
            self._left.popleft()
            self._arm()  # before anybody goes on or comes back
            for name in kill.whom:
                self.means[name](pid)
        if kill.whom == HOLD:
            self._held.append(pid)
        else:
            _go_on(pid)
        if not self._left:
            while self._held:
                _go_on(self._held.pop())

    def _arm(self) -> None:
        self._passes = 0
        for kill in list(self._left)[:1]:
            (self.folder / kill.point).touch()


def _go_on(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def _wait_until_stopped(pid: int) -> None:
    assert soon(lambda: state_of(pid) in {"T", "Z", ""})
