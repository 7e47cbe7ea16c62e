"""The caps on our calls, counted over all machines in the transaction that claims an attempt."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from ivr.callbacks.records import Callback
from ivr.callbacks.waking import AT_ONCE, Rules
from ivr.clock import HELSINKI
from ivr.db.locks import only_writer
from ivr.db.tables.callbacks import attempts, callbacks
from ivr.db.tables.ringing import dials
from routing.callback import State
from routing.caps import Caps, Made, Reached, cost_micros, reached, usual_micros

log = structlog.get_logger()

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOOKS_AGAIN = timedelta(minutes=5)
"""How long what is over a cap waits until we count again."""
HELD = "cap_"
"""What the reason of a callback begins with that waits for a cap; the cap's name follows."""
KEPT = timedelta(days=8)
LOCK = "dials"

NEVER_MADE = and_(attempts.c.state == "ended", attempts.c.call_sid.is_(None))


def is_exempt(callback: Callback) -> bool:
    """
    Whoever asks an urgent line to ring their own number is rung, whatever the caps say.

    Their calls count all the same.
    """
    return callback.urgent and callback.number == callback.asked_by


def only_counter(connection: Connection) -> None:
    """Be the only one who counts and claims, until our transaction ends; lock no row before."""
    only_writer(connection, LOCK)


def is_held(connection: Connection, callback: Callback, rules: Rules) -> bool:
    """
    Is one more call to this callback's number over a cap?

    Then it waits with that as its reason, and so does everything else that is due and over the
    same cap: none is lost, and none is looked at one by one.
    """
    if is_exempt(callback):
        return False
    caps = rules.configuration.callbacks.caps
    over = reached(caps, callback.number, _made(connection, callback.number, caps, rules.now))
    if over is None:
        return False
    held = _hold(connection, callback, over, rules.now)
    log.error(
        "calls over a cap wait: see `callbacks.caps` in the configuration, and who is rung",
        cap=over.cap,
        prefix=over.prefix,
        callbacks=held,
    )
    return True


def note_dial(connection: Connection, number: str, attempt_id: str, rules: Rules) -> None:
    """Count a call that is about to be asked for."""
    price = rules.configuration.callbacks.caps.micros_a_minute(number)
    row = {
        "attempt_id": attempt_id,
        "number": number,
        "at": rules.now,
        "micros_a_minute": price,
        "cost_micros": usual_micros(price),
        "settled": False,
    }
    connection.execute(insert(dials).values(row))


def settle(connection: Connection) -> None:
    """Put what calls have cost in the place of the guess, and forget those never made."""
    ended = select(attempts.c.id).where(attempts.c.id == dials.c.attempt_id, NEVER_MADE)
    connection.execute(delete(dials).where(~dials.c.settled, ended.exists()))
    open_ones = (
        select(dials.c.attempt_id, dials.c.micros_a_minute)
        .add_columns(attempts.c.answered_at, attempts.c.ended_at)
        .join(attempts, attempts.c.id == dials.c.attempt_id)
        .where(~dials.c.settled, attempts.c.state == "ended")
    )
    for row in connection.execute(open_ones).all():
        cost = cost_micros(row.micros_a_minute, _seconds(row.answered_at, row.ended_at))
        this = update(dials).where(dials.c.attempt_id == row.attempt_id)
        connection.execute(this.values(cost_micros=cost, settled=True))


def micros_spent(connection: Connection, now: datetime) -> int:
    """Tell what today's calls have cost or will, in millionths of a euro."""
    query = select(func.coalesce(func.sum(dials.c.cost_micros), 0))
    return int(connection.execute(query.where(dials.c.at >= _midnight(now))).scalar_one())


def calls_since(connection: Connection, since: datetime, *where: ColumnElement[bool]) -> int:
    """Count the calls that were made since then."""
    query = select(func.count()).select_from(dials).where(dials.c.at > since, *where)
    return connection.execute(query).scalar_one()


def held_by_caps(connection: Connection, now: datetime) -> dict[str, int]:
    """Count the callbacks that wait for each cap now."""
    query = (
        select(callbacks.c.reason, func.count().label("many"))
        .where(callbacks.c.state == State.DUE.value, callbacks.c.held_until > now)
        .where(_begins(callbacks.c.reason, HELD))
        .group_by(callbacks.c.reason)
    )
    return {row.reason.removeprefix(HELD): row.many for row in connection.execute(query)}


def forget_dialled(connection: Connection, numbers: Any) -> None:
    """Empty these numbers; the calls count on."""
    connection.execute(update(dials).where(dials.c.number.in_(numbers)).values(number=""))


def _made(connection: Connection, number: str, caps: Caps, now: datetime) -> Made:
    settle(connection)
    by_prefix = {
        prefix: calls_since(connection, now - HOUR, _begins(dials.c.number, prefix))
        for prefix in caps.prefixes_of(number)
    }
    return Made(
        to_number=calls_since(connection, now - DAY, dials.c.number == number),
        in_hour=calls_since(connection, now - HOUR),
        by_prefix=by_prefix,
        micros_today=micros_spent(connection, now),
    )


def _hold(connection: Connection, callback: Callback, over: Reached, now: datetime) -> int:
    exempt = and_(callbacks.c.urgent, callbacks.c.number == callbacks.c.asked_by)
    free = or_(callbacks.c.held_until.is_(None), callbacks.c.held_until <= now)
    due = (callbacks.c.state == State.DUE.value, callbacks.c.due_at <= now, free, ~exempt)
    query = select(callbacks.c.id).where(*due, _covered(callback, over)).limit(AT_ONCE)
    theirs = connection.execute(query.with_for_update(skip_locked=True)).scalars().all()
    held = {"held_until": now + LOOKS_AGAIN, "reason": f"{HELD}{over.cap}"}
    connection.execute(
        update(callbacks).where(callbacks.c.id.in_({callback.id, *theirs})).values(**held)
    )
    return len({callback.id, *theirs})


def _covered(callback: Callback, over: Reached) -> ColumnElement[bool]:
    match over.cap:
        case "number":
            return callbacks.c.number == callback.number
        case "prefix":
            return _begins(callbacks.c.number, over.prefix)
        case _:
            return callbacks.c.number != ""


def _begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    return column.startswith(prefix, autoescape=True)


def _seconds(answered_at: datetime | None, ended_at: datetime | None) -> float:
    if answered_at is None or ended_at is None:
        return 0
    return (ended_at - answered_at).total_seconds()


def _midnight(now: datetime) -> datetime:
    return now.astimezone(HELSINKI).replace(hour=0, minute=0, second=0, microsecond=0)
