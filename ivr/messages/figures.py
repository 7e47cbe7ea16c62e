"""How many text messages are open, late, and what became of those of the last day."""

from datetime import datetime, timedelta

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import Connection, func, select

from ivr.db.tables.messages import repair_messages
from ivr.messages.numbers import DAY
from ivr.stored_figures import StoredFigures
from routing.message import ENDED, OPEN, State

LATE = timedelta(minutes=30)
"""So long after its time something is wrong, or far more are due than an hour may have."""


class MessageFigures(StoredFigures):
    """Of text messages."""

    of = "messages"

    def read(self, connection: Connection, now: datetime) -> list[Metric]:
        """Read them."""
        return [_open(connection), _overdue(connection, now), _ended(connection, now)]


def _open(connection: Connection) -> Metric:
    state = repair_messages.c.state
    query = select(state, func.count()).where(state.in_(OPEN)).group_by(state)
    counted = {row[0]: row[1] for row in connection.execute(query)}
    text = "Text messages on repair that are to come"
    return _by_state("linja_messages_open", text, sorted(OPEN), counted)


def _overdue(connection: Connection, now: datetime) -> Metric:
    columns = repair_messages.c
    late = (columns.state == State.DUE.value) & (columns.due_at < now - LATE)
    value = connection.execute(select(func.count()).where(late)).scalar_one()
    return GaugeMetricFamily("linja_messages_overdue", "Messages half an hour late", value)


def _ended(connection: Connection, now: datetime) -> Metric:
    columns = repair_messages.c
    query = select(columns.state, func.count()).where(
        columns.state.in_(ENDED), columns.due_at > now - DAY
    )
    counted = {row[0]: row[1] for row in connection.execute(query.group_by(columns.state))}
    text = "What became of messages that were due in the last day"
    return _by_state("linja_messages_ended_in_a_day", text, sorted(ENDED), counted)


def _by_state(name: str, text: str, states: list[State], counted: dict[str, int]) -> Metric:
    told = GaugeMetricFamily(name, text, labels=["state"])
    for state in states:
        told.add_metric([state], counted.get(state, 0))
    return told
