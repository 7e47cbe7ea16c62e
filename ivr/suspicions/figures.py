"""How many suspicions wait for a person, for Prometheus."""

from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import Connection

from ivr.stored_figures import StoredFigures
from ivr.suspicions.store import OPEN, listed
from outage_feed.suspicion import QUIET


class SuspicionFigures(StoredFigures):
    """Of suspicions."""

    of = "suspicions"

    def read(self, connection: Connection, now: datetime) -> list[Metric]:
        """Read it."""
        waiting = sum(one.state == OPEN for one in listed(connection, now - QUIET))
        text = "Places where many call and hear no notice, that no person has looked at"
        return [GaugeMetricFamily("linja_suspicions_open", text, waiting)]
