"""Who is at the desks, read again every few seconds: thousands of waits ask for it."""

from datetime import datetime, timedelta

import structlog

from ivr.calls.ports import READ_SECONDS, Ports, Threads
from ivr.dispatch.standing import Desks

log = structlog.get_logger()

KEPT = timedelta(seconds=5)


class Seats:
    """Keeps one answer for this process."""

    def __init__(self, ports: Ports, threads: Threads) -> None:
        self._ports = ports
        self._threads = threads
        self._kept: tuple[datetime, Desks] | None = None

    def at(self, now: datetime) -> Desks | None:
        """Return who is there, as of a few seconds ago; None when that could not be read."""
        kept = self._kept
        if kept and timedelta(0) <= now - kept[0] < KEPT:
            return kept[1]
        try:
            read = self._threads.reads.run(lambda: self._ports.queue.desks(now), READ_SECONDS)
        except Exception:
            log.exception("desks not read")
            return None
        self._kept = (now, read)
        return read
