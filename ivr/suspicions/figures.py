"""How many suspicions wait for a person, for Prometheus."""

from collections.abc import Iterable

import structlog
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from ivr.calls.ports import READ_SECONDS, Threads
from ivr.clock import Clock
from ivr.suspicions.store import OPEN, listed
from outage_feed.suspicion import QUIET

log = structlog.get_logger()


class SuspicionFigures(Collector):
    """Read anew each time; without the database there is none, and everything else is told."""

    def __init__(self, engine: Engine, clock: Clock, threads: Threads) -> None:
        self._engine = engine
        self._clock = clock
        self._threads = threads

    def describe(self) -> Iterable[Metric]:
        """Say nothing: what there is needs the database."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Read it."""
        try:
            waiting = self._threads.reads.run(self._waiting, READ_SECONDS)
        except Exception:
            log.exception("figure of suspicions not read")
            return []
        text = "Places where many call and hear no notice, that no person has looked at"
        return [GaugeMetricFamily("linja_suspicions_open", text, waiting)]

    def _waiting(self) -> int:
        with self._engine.connect().execution_options(readonly=True) as connection:
            lately = listed(connection, self._clock.now() - QUIET)
        return sum(one.state == OPEN for one in lately)
