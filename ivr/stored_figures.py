"""Figures for Prometheus that no process counts, but that are in the database."""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from prometheus_client import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, Engine

from ivr.calls.ports import READ_SECONDS, Threads
from ivr.clock import Clock

log = structlog.get_logger()


class StoredFigures(Collector):
    """Read anew each time; without the database there are none, and everything else is told."""

    of: str
    """What is counted, for the log."""

    def __init__(self, engine: Engine, clock: Clock, threads: Threads) -> None:
        self._engine = engine
        self._clock = clock
        self._threads = threads

    @abstractmethod
    def read(self, connection: Connection, now: datetime) -> list[Metric]:
        """Read them."""

    def in_time(self, work: Callable[[], list[Metric]]) -> list[Metric]:
        """Read within the deadline of a call's reads, in their threads."""
        return self._threads.reads.run(work, READ_SECONDS)

    def describe(self) -> Iterable[Metric]:
        """Say nothing: what there is needs the database."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Read them, or tell the log why there are none."""
        try:
            return self.in_time(self._read)
        except Exception:
            log.exception("figures not read", of=self.of)
            return []

    def _read(self) -> list[Metric]:
        with self._engine.connect().execution_options(readonly=True) as connection:
            return self.read(connection, self._clock.now())
