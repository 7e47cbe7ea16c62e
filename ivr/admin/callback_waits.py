"""What a callback waits for now, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, select

from ivr.backups.holding import UNTIL_RELEASED
from ivr.callbacks.caps import HELD, is_exempt
from ivr.callbacks.records import LIVE, Callback
from ivr.callbacks.stopped import has_stopped
from ivr.db.tables.callbacks import attempts
from routing.callback import ENDED, State
from routing.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Waits:
    """`why` ends the key of its words, `calls.waits.<why>`; `until`: not before then."""

    why: str
    until: datetime | None = None


def waits_for(
    connection: Connection, one: Callback, configuration: Configuration, now: datetime
) -> Waits | None:
    """Tell what it waits for, as the code that rings decides it; None: it has ended."""
    if one.state in ENDED:
        return None
    if one.held_until == UNTIL_RELEASED:
        return Waits("release")
    if one.line not in configuration.lines:
        return Waits("line_gone", one.held_until)
    if one.state == State.WAITING_RETRY:
        return Waits("retry", one.due_at)
    if one.state == State.REQUESTED:
        return Waits("hours", one.due_at)
    return _due(connection, one, now) if one.state == State.DUE else Waits(one.state)


def _due(connection: Connection, one: Callback, now: datetime) -> Waits:
    if has_stopped(connection, one.number) and not is_exempt(one):
        return Waits("stopped")
    if one.held_until and one.held_until > now:
        cap = one.reason if one.reason.startswith(HELD) else "held"
        return Waits(cap, one.held_until)
    if one.due_at > now:
        return Waits("hours", one.due_at)
    rung = exists().where(attempts.c.number == one.number, LIVE)
    return Waits("busy" if connection.execute(select(rung)).scalar() else "turn")
