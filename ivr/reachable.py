"""Whether the database answers, for Prometheus: a breaker shows it only while many call."""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import Connection, text

from ivr.stored_figures import StoredFigures

SELECT_ONE = text("SELECT 1")


class Reachable(StoredFigures):
    """Of the database itself."""

    of = "database"

    def read(self, connection: Connection, now: datetime) -> list[Metric]:  # noqa: ARG002 -- it answers at any time
        """Ask it for nothing."""
        connection.execute(SELECT_ONE)
        return [_told(1)]

    def collect(self) -> Iterable[Metric]:
        """Say so too when it does not answer."""
        return super().collect() or [_told(0)]


def _told(answers: int) -> Metric:
    meaning = "1 while the database answers this machine"
    return GaugeMetricFamily("linja_database_up", meaning, answers)
