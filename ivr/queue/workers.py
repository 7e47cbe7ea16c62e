"""`linja worker`: a process for each bell and one for the clock, watched over."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from types import FrameType

import structlog

from ivr.queue.clock import only_one, running
from ivr.queue.duties import Duty
from ivr.run.lifeline import die_with
from ivr.services import Services

LOOK_EVERY_SECONDS = 0.2
PAUSE_SECONDS = 2.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FORK = multiprocessing.get_context("fork")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Role:
    """What a process of ours does until it gets SIGTERM."""

    name: str
    work: Callable[[], None]


class Workers:
    """Our processes: forked, so that what is imported here is there already."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._roles = {role.name: role for role in roles}
        self._running: dict[str, BaseProcess] = {}
        self._not_before: dict[str, float] = {}

    def start(self) -> None:
        """Start whatever does not run and may run again; say who ended."""
        for name, process in list(self._running.items()):
            if not process.is_alive():
                log.warning("worker_ended", worker=name, exit_code=process.exitcode)
                del self._running[name]
                self._not_before[name] = time.monotonic() + PAUSE_SECONDS
        for name, role in self._roles.items():
            if name not in self._running and time.monotonic() >= self._not_before.get(name, 0):
                self._running[name] = _forked(role)

    def stop(self, grace_seconds: float) -> None:
        """Let each finish what it does; the second SIGTERM takes what it does down too."""
        self._end(signal.SIGTERM, grace_seconds)
        self._end(signal.SIGTERM, 1.0)
        self._end(signal.SIGKILL, 5.0)

    def pids(self) -> dict[str, int]:
        """The process of each role that runs."""
        return {name: process.pid or 0 for name, process in self._running.items()}

    def _end(self, number: signal.Signals, seconds: float) -> None:
        until = time.monotonic() + seconds
        alive = [process for process in self._running.values() if process.is_alive()]
        for process in alive:
            os.kill(process.pid or 0, number)
        for process in alive:
            process.join(max(0.0, until - time.monotonic()))


def supervise_workers(services: Services, duties: Sequence[Duty], grace_seconds: float) -> None:
    """Run all of them until SIGTERM or Ctrl-C. To be called by a process without threads."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    for number in SIGNALS:
        signal.signal(number, note)
    workers = Workers(roles(services, duties))
    try:
        while not asked:
            workers.start()
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        workers.stop(grace_seconds)


def roles(services: Services, duties: Sequence[Duty]) -> list[Role]:
    """Return the clock and, with Redis, a worker for each bell that somebody answers."""
    found = [Role("clock", partial(_clock, services, duties))]
    if services.settings.redis_url:
        from ivr.queue.answer import answer_bell  # noqa: PLC0415 -- RQ only where there is Redis

        rung = [duty for duty in duties if duty.bell]
        found += [Role(duty.bell, partial(answer_bell, services, duty)) for duty in rung]
    return found


def _clock(services: Services, duties: Sequence[Duty]) -> None:
    watched = {signal.SIGTERM}
    with only_one(services.settings.data_dir):
        signal.pthread_sigmask(signal.SIG_BLOCK, watched)  # for the threads too
        with running(services, duties):
            signal.sigwait(watched)


def _forked(role: Role) -> BaseProcess:
    process = FORK.Process(target=_child, args=(role, os.getpid()), name=role.name)
    process.start()
    return process


def _child(role: Role, parent_pid: int) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the supervisor, who tells us
    die_with(parent_pid)
    role.work()
