"""Callbacks whose time has come: asked for at night, or to be tried again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, Row, select, update

from ivr.callbacks.ledger import Change, change
from ivr.callbacks.records import callback_of
from ivr.callbacks.timing import due_after
from ivr.db.tables.callbacks import callbacks
from ivr.failpoint import failpoint
from routing.callback import State
from routing.configuration import Configuration

log = structlog.get_logger()

SLEEPING = (State.REQUESTED.value, State.WAITING_RETRY.value)
AT_ONCE = 100
"""Rows in one transaction: a call that commits waits for no more than these."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The configuration that decides now, and its version."""

    configuration: Configuration
    version: int
    now: datetime


def wake(engine: Engine, rules: Rules) -> None:
    """Make due what is due by the hours of now, and look anew at hours that have changed."""
    for query in (_ripe(rules), _planned_otherwise(rules)):
        while _some(engine, query, rules):
            pass


def _some(engine: Engine, query: Any, rules: Rules) -> bool:
    with engine.begin() as connection:
        rows = connection.execute(query.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
        for row in rows:
            _look_at(connection, row, rules)
        if rows:
            failpoint("wake.before-commit")
    if rows:
        failpoint("wake.after-commit")
    return len(rows) == AT_ONCE


def _ripe(rules: Rules) -> Any:
    return select(callbacks).where(
        callbacks.c.state.in_(SLEEPING), callbacks.c.due_at <= rules.now
    )


def _planned_otherwise(rules: Rules) -> Any:
    """Find those of whom other hours were thought; a retry waits until its time in any case."""
    return select(callbacks).where(
        callbacks.c.state == State.REQUESTED.value, callbacks.c.configured < rules.version
    )


def _look_at(connection: Connection, row: Row[Any], rules: Rules) -> None:
    callback = callback_of(row)
    after = callback.due_at if callback.state == State.WAITING_RETRY else rules.now
    due = due_after(rules.configuration, callback, max(after, rules.now))
    if due <= rules.now:
        change(connection, callback, Change(State.DUE, "its time has come", rules.now), due_at=due)
        return
    later = {"due_at": due, "configured": rules.version}
    connection.execute(update(callbacks).where(callbacks.c.id == callback.id).values(**later))
