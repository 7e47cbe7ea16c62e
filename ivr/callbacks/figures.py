"""How many callbacks are open, overdue, over a cap and rung in vain, for Prometheus."""

from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import Connection, func, select

from ivr.callbacks.account import overdue
from ivr.callbacks.caps import held_by_caps
from ivr.db.tables.callbacks import STILL_OPEN, attempts, callbacks
from ivr.stored_figures import StoredFigures
from routing.callback import OPEN
from routing.caps import CAPS
from routing.retry import LONGEST_WAITS, MOST_IN_VAIN


class CallbackFigures(StoredFigures):
    """Of callbacks."""

    of = "callbacks"

    def read(self, connection: Connection, now: datetime) -> list[Metric]:
        """Read them."""
        return [
            _by_state(connection),
            _gauge("overdue", "that should be over by now", overdue(connection, now)[0]),
            _gauge("in_vain", "that were rung again and again", _in_vain(connection)),
            _over_caps(connection, now),
        ]


def _by_state(connection: Connection) -> Metric:
    query = select(callbacks.c.state, func.count().label("many")).where(STILL_OPEN)
    counted = {row.state: row.many for row in connection.execute(query.group_by("state"))}
    told = GaugeMetricFamily("linja_callbacks_open", "Open callbacks", labels=["state"])
    for state in sorted(OPEN):
        told.add_metric([state], counted.get(state, 0))
    return told


def _gauge(name: str, which: str, value: int) -> Metric:
    return GaugeMetricFamily(f"linja_callbacks_{name}", f"Open callbacks {which}", value)


def _over_caps(connection: Connection, now: datetime) -> Metric:
    told = GaugeMetricFamily(
        "linja_callbacks_over_cap", "Open callbacks that wait for a cap", labels=["cap"]
    )
    held = held_by_caps(connection, now)
    for cap in CAPS:
        told.add_metric([cap], held.get(cap, 0))
    return told


def _in_vain(connection: Connection) -> int:
    query = (
        select(attempts.c.callback_id)
        .join(callbacks, callbacks.c.id == attempts.c.callback_id)
        .where(callbacks.c.state.in_(OPEN), attempts.c.reason.in_(list(LONGEST_WAITS)))
        .group_by(attempts.c.callback_id)
        .having(func.count() >= MOST_IN_VAIN)
    )
    return len(connection.execute(query).all())
