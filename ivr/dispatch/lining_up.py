"""Let callbacks that are due stand in the line of people, where an agent is asked first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, Select, or_, select

from ivr.callbacks.asked_first import desks_for
from ivr.callbacks.caps import only_counter
from ivr.callbacks.claiming import may_ring
from ivr.callbacks.ledger import Change, change
from ivr.callbacks.records import RUNG, Callback, callback_of
from ivr.callbacks.waking import Rules
from ivr.db.locks import only_writer
from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.dispatch import waiting
from ivr.directory.store import find_by_phone
from ivr.dispatch.people import LOCK, Joining, join
from ivr.failpoint import failpoint
from routing.callback import State
from routing.choice import DANGER
from routing.waiting import Wanted

AT_ONCE = 25
"""Rows in one transaction: a decision waits for no more than these."""

Rows = Select[Any]


def line_up(engine: Engine, rules: Rules) -> int:
    """
    Let whatever is due stand in the line, at the time of its original call; return how many.

    What stood in it by an earlier configuration has stepped out first.
    """
    _each(engine, _placed_otherwise(rules), rules)
    lines = rules.configuration.lines.values()
    asked_first = [line.number for line in lines if line.callbacks == "agent-first"]
    return _each(engine, _due(asked_first, rules), rules) if asked_first else 0


def step_out(connection: Connection, callback: Callback, why: str, rules: Rules) -> bool:
    """Let a callback leave the line; it is due as before, and may stand in it again."""
    return change(connection, callback, Change(State.DUE, why, rules.now))


def _due(lines: list[str], rules: Rules) -> Rows:
    """Find what may stand in it: nobody is offered whose telephone we ring for another line."""
    held = callbacks.c.held_until
    return select(callbacks).where(
        callbacks.c.state == State.DUE.value,
        callbacks.c.due_at <= rules.now,
        callbacks.c.line.in_(lines),
        or_(held.is_(None), held <= rules.now),
        ~RUNG,
    )


def _placed_otherwise(rules: Rules) -> Rows:
    """Find those of whose desks was decided by a configuration before this one."""
    return select(callbacks).where(
        callbacks.c.state == State.OFFERED.value, callbacks.c.configured < rules.version
    )


def _each(engine: Engine, query: Rows, rules: Rules) -> int:
    """Look at all that a query finds, a few at a time; nothing is locked when there is nothing."""
    moved, last = 0, ""
    while True:
        following = query.where(callbacks.c.id > last).order_by(callbacks.c.id).limit(AT_ONCE)
        with engine.connect().execution_options(readonly=True) as connection:
            if connection.execute(following).first() is None:
                return moved
        with engine.begin() as connection:
            only_writer(connection, LOCK)
            only_counter(connection)
            rows = connection.execute(following.with_for_update()).all()
            moved += sum(_move(connection, callback_of(row), rules) for row in rows)
            failpoint("lineup.before-commit")
        failpoint("lineup.after-commit")
        if len(rows) < AT_ONCE:
            return moved
        last = rows[-1].id


def _move(connection: Connection, callback: Callback, rules: Rules) -> bool:
    if callback.state == State.OFFERED:
        return not _is_taken(connection, callback) and step_out(
            connection, callback, "configured otherwise", rules
        )
    if not may_ring(connection, callback, rules) or _stands(connection, callback):
        return False
    desks = desks_for(callback, rules)
    to = Change(State.OFFERED, "stands in the line for an agent", rules.now)
    if not desks or not change(connection, callback, to, configured=rules.version):
        return False
    join(connection, _joining(connection, callback, desks), rules.now)
    return True


def _joining(connection: Connection, callback: Callback, desks: tuple[Wanted, ...]) -> Joining:
    return Joining(
        kind="callback",
        ref=callback.id,
        line=callback.line,
        language=callback.language,
        topic=callback.topic,
        urgent=callback.urgent or callback.topic == DANGER,
        since=callback.requested_at,
        teams=desks,
        card=_card(connection, callback),
    )


def _card(connection: Connection, callback: Callback) -> Mapping[str, Any]:
    """Tell the agent whom they ring, as the card of a call does."""
    asked_by = callback.asked_by
    found = find_by_phone(connection, asked_by) if asked_by else ()
    known = found[0] if len(found) == 1 else None
    return {
        "number": callback.number,
        "withheld": not asked_by,
        "customers": len(found),
        "customer_id": known.customer_id if known else "",
        "who": (known.name or known.customer_id) if known else "",
        "place": callback.place,
        "behalf": callback.behalf,
        "heard": callback.heard,
        "callback": callback.id,
    }


def _stands(connection: Connection, callback: Callback) -> bool:
    """Is an earlier round of it not over yet?"""
    return _place(connection, callback) not in {None, "left"}


def _is_taken(connection: Connection, callback: Callback) -> bool:
    """Is an agent being asked at this moment?"""
    return _place(connection, callback) == "offered"


def _place(connection: Connection, callback: Callback) -> str | None:
    query = select(waiting.c.state).where(waiting.c.ref == callback.id)
    found: str | None = connection.execute(query).scalar()
    return found
