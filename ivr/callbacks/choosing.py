"""The times that a caller may choose to be rung at, and what choosing one does."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from flows.asks import ChooseTime, Outcome
from ivr.callbacks.ledger import CALLER, Change, put_off
from ivr.callbacks.records import Callback, find_callback
from ivr.callbacks.timing import is_possible, times_to_choose
from ivr.calls.ports import Asked
from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.dispatch import waiting
from routing.callback import WAITS, State

CHOOSES_FOR = timedelta(seconds=60)
"""Nobody is rung while they are still on the telephone with us and choose. Hanging up ends it."""


def offer_times(connection: Connection, asked: Asked, kept: Callback) -> dict[str, str]:
    """Return what a BookCallback with `times` tells besides; the callback waits meanwhile."""
    times = times_to_choose(asked.configuration, kept, asked.now)
    if kept.urgent or not times or State(kept.state) not in WAITS:
        return {}
    until = asked.now + CHOOSES_FOR
    sooner = or_(callbacks.c.held_until.is_(None), callbacks.c.held_until < until)
    this = update(callbacks).where(callbacks.c.id == kept.id, sooner)
    connection.execute(this.values(held_until=until))
    told = (f"{start.timestamp():.0f}-{end.timestamp():.0f}" for start, end in times)
    return {"id": kept.id, "times": " ".join(told)}


def choose_time(connection: Connection, asked: Asked, ask: ChooseTime) -> Outcome:
    """Let it be due then; its place in the line is that of the original call all the same."""
    one = find_callback(connection, ask.callback, locked=True)
    if one is None or one.line != asked.state.line or not _waits(connection, one):
        return Outcome("refused")
    if not ask.start:
        let_ring(connection, one, asked.now)
        return Outcome("done")
    start, end = (datetime.fromtimestamp(at, UTC) for at in (ask.start, ask.end))
    if start <= asked.now or not is_possible(asked.configuration, one, (start, end)):
        return Outcome("refused")
    chosen = Change(State.DUE, "another time chosen", asked.now, CALLER)
    return Outcome("done" if put_off(connection, one, start, chosen) else "refused")


def _waits(connection: Connection, one: Callback) -> bool:
    """Is nobody being rung for it, neither the customer nor an agent?"""
    place = select(waiting.c.state).where(waiting.c.ref == one.id)
    return State(one.state) in WAITS and connection.execute(place).scalar() != "offered"


def let_ring(connection: Connection, one: Callback, now: datetime) -> None:
    """Hold it no longer, unless it is held for something that lasts."""
    ours = callbacks.c.held_until <= now + CHOOSES_FOR
    this = update(callbacks).where(callbacks.c.id == one.id, ours)
    connection.execute(this.values(held_until=None))
