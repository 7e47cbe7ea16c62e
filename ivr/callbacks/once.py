"""Do what a turn of a call asks for once, however often its webhook comes."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, insert, select

from flows.asks import Ask, ChangeCallback, Outcome, TellAttempt
from ivr.db.tables.asks import asks

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Key:
    """The ask's place in the call: whatever comes there again is the same one."""

    call_sid: str
    turn: int
    ordinal: int


def once(
    connection: Connection, key: Key, ask: Ask, at: datetime, effect: Callable[[], Outcome]
) -> Outcome:
    """
    Return what came of this ask, doing it if it has not been done.

    A repeat hears the first outcome, whatever was pressed in it; but never that of another kind
    of ask, which would be untrue: that is `unknown`. Raises IntegrityError when two come at once.
    """
    stored = _stored(connection, key)
    if stored is None:
        outcome = effect()
        _keep(connection, key, ask, at, outcome)
        return outcome
    if stored.input_hash != _hash(ask):
        log.warning("webhook repeated with other keys", call_sid=key.call_sid, turn=key.turn)
    if stored.kind != kind_of(ask):
        return Outcome("unknown")
    return Outcome(stored.status, value=stored.value)


def kind_of(ask: Ask) -> str:
    """Name what is asked for, as far as its words in the call differ."""
    name = type(ask).__name__
    match ask:
        case ChangeCallback(number):
            return f"{name}.{'number' if number else 'cancel'}"
        case TellAttempt(said):
            return f"{name}.{said}"
        case _:
            return name


def _stored(connection: Connection, key: Key) -> Any | None:
    place = (
        asks.c.call_sid == key.call_sid,
        asks.c.turn == key.turn,
        asks.c.ordinal == key.ordinal,
    )
    query = select(asks.c.kind, asks.c.input_hash, asks.c.status, asks.c.value).where(*place)
    return connection.execute(query).first()


def _keep(connection: Connection, key: Key, ask: Ask, at: datetime, outcome: Outcome) -> None:
    row = {
        **asdict(key),
        "kind": kind_of(ask),
        "input_hash": _hash(ask),
        "status": outcome.status,
        "value": dict(outcome.value),
        "at": at,
    }
    connection.execute(insert(asks).values(row))


def _hash(ask: Ask) -> str:
    plain = json.dumps([kind_of(ask), asdict(ask)], sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()
