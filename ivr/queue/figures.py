"""Whether any worker is at work, for Prometheus."""

from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import Connection, select

from ivr.db.tables.leases import leases
from ivr.queue.leases import real_now
from ivr.stored_figures import StoredFigures

DUTY = "callbacks"
"""Taken anew every few seconds by one of all clocks, and held for a minute more."""


class WorkerFigures(StoredFigures):
    """Of workers."""

    of = "workers"

    def read(self, connection: Connection, now: datetime) -> list[Metric]:  # noqa: ARG002 -- leases go by the database's clock
        """Look whether somebody holds the lease."""
        until = connection.execute(select(leases.c.until).where(leases.c.name == DUTY)).scalar()
        away = until is None or until <= real_now(connection)
        meaning = "1 while no worker runs on any machine: nobody is called back"
        return [GaugeMetricFamily("linja_worker_away", meaning, int(away))]
