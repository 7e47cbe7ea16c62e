"""Whether somebody at the head of the line may be given to an agent at this moment."""

from datetime import datetime

from sqlalchemy import Connection, select

from ivr.callbacks.asked_first import desks_for
from ivr.callbacks.caps import only_counter
from ivr.callbacks.claiming import may_ring
from ivr.callbacks.records import RUNG, Callback, find_callback
from ivr.callbacks.waking import Rules
from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.dispatch import waiting
from ivr.dispatch.lining_up import step_out
from ivr.dispatch.people import leave
from routing.callback import State


def admitted(connection: Connection, waiting_id: str, rules: Rules) -> bool:
    """
    Callers who wait may be; a callback only while its customer may be rung.

    One that may not leaves the line: it is due as before, later, or has ended.
    """
    who = select(waiting.c.kind, waiting.c.ref).where(waiting.c.id == waiting_id)
    row = connection.execute(who).one()
    if row.kind == "call":
        return True
    only_counter(connection)
    callback = find_callback(connection, row.ref, locked=True)
    if callback is None or callback.state != State.OFFERED:
        leave(connection, row.ref, "cancelled", rules.now)
        return False
    if may_be_rung(connection, callback, rules) and desks_for(callback, rules):
        return True
    fresh = find_callback(connection, callback.id, locked=True)
    if fresh and fresh.state == State.OFFERED:
        step_out(connection, fresh, "not now", rules)
    return False


def may_be_rung(connection: Connection, callback: Callback, rules: Rules) -> bool:
    """Look once more: they may have called in, be rung for another line, or not be allowed."""
    return (
        not _is_held(callback, rules.now)
        and not _is_rung(connection, callback)
        and may_ring(connection, callback, rules)
    )


def _is_held(callback: Callback, now: datetime) -> bool:
    return callback.held_until is not None and callback.held_until > now


def _is_rung(connection: Connection, callback: Callback) -> bool:
    this = select(callbacks.c.id).where(callbacks.c.id == callback.id, RUNG)
    return connection.execute(this).first() is not None
