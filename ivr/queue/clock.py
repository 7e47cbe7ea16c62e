"""The clock process: every duty in its time, on one machine, with Redis or without."""

import fcntl
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import structlog

from ivr.queue.duties import Duty, done
from ivr.queue.leases import take
from ivr.services import Services

LOCK = "clock.lock"
LONGEST_RUN_SECONDS = 60.0
"""A machine that died is replaced after the duty's own time and this."""
GRACE_SECONDS = 4.0
log = structlog.get_logger()


@contextmanager
def running(services: Services, duties: Sequence[Duty]) -> Iterator[None]:
    """Do every duty again and again meanwhile; one that hangs keeps none of the others."""
    stop = Event()
    threads = [
        Thread(target=_keep, args=(services, duty, stop), name=duty.name, daemon=True)
        for duty in duties
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        until = time.monotonic() + GRACE_SECONDS
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))


def look(services: Services, duty: Duty, holder: str) -> None:
    """
    Do a duty that is due, if this machine may.

    A duty with a bell is left to its worker, unless Redis is away or nobody answers.
    """
    if duty.each_machine:
        done(duty, services)
        return
    try:
        if not take(services.engine, duty.name, holder, duty.every_seconds + LONGEST_RUN_SECONDS):
            return
    except Exception:
        log.exception("lease_not_taken", duty=duty.name)
        return
    if not _answered(services, duty):
        done(duty, services)


def holder_here(data_dir: Path) -> str:
    """Name this machine's clock, the same one after a restart: it need not wait for itself."""
    return f"{socket.gethostname()}:{data_dir}"[-200:]


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Wait until no other clock uses this data directory: the two would share one name."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data_dir / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(services: Services, duty: Duty, stop: Event) -> None:
    holder = holder_here(services.settings.data_dir)
    while not stop.is_set():
        look(services, duty, holder)
        stop.wait(duty.every_seconds)


def _answered(services: Services, duty: Duty) -> bool:
    bells = services.bells
    return bool(duty.bell) and bells.ring(duty.bell) and not bells.unanswered(duty.bell)
