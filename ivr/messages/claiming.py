"""Claim one message to be sent now, over all machines; nobody else gets it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, or_, select

from ivr.callbacks.records import open_between
from ivr.db.tables.messages import repair_messages
from ivr.failpoint import failpoint as point
from ivr.messages.ledger import Change, change, note
from ivr.messages.maturing import GOOD_FOR, Rules, awaited, sendable_at
from ivr.messages.numbers import judged
from ivr.messages.records import Message, has_stopped, message_of
from ivr.messages.repaired import NoWord, Repaired, StillOut, verdict
from ivr.messages.texts import Wording
from ivr.messages.unreached import UNREACHED
from ivr.queue.leases import real_now
from routing.lines import Line
from routing.message import State
from routing.message_policy import NoText

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is ours to send, as it is to be sent."""

    message: Message


def claim_next(engine: Engine, rules: Rules, lease_seconds: float) -> Claim | None:
    """
    Claim the message whose repair is the oldest; None: nothing may be sent now.

    What may not be sent any more is closed, and what is out again goes on waiting.
    """
    with engine.begin() as connection:
        claim = _claim(connection, rules, lease_seconds)
        if claim:
            point("message.claim.before-commit")
    if claim:
        point("message.claim.after-commit")
    return claim


def _claim(connection: Connection, rules: Rules, lease_seconds: float) -> Claim | None:
    if _sent_lately(connection, rules.now) >= rules.configuration.messages.an_hour:
        return None
    found = _next_sendable(connection, rules)
    if found is None:
        return None
    message, line = found
    now = real_now(connection)
    values: dict[str, Any] = {
        "epoch": message.epoch + 1,
        "claimed_at": now,
        "lease_until": now + timedelta(seconds=lease_seconds),
        "looked_at": None,
        "looks": 0,
        "sender": line.sms_sender or "",
        "body": _body(message, line, rules),
    }
    if not change(connection, message, Change(State.SENDING, "claimed", rules.now), **values):
        return None
    return Claim(replace(message, state=State.SENDING.value, **values))


def _sent_lately(connection: Connection, now: datetime) -> int:
    """Count those of the last hour, and those of which nobody knows yet."""
    lately = repair_messages.c.sent_at > now - HOUR
    underway = repair_messages.c.state.in_((State.SENDING.value, State.UNKNOWN.value))
    query = select(func.count()).where(or_(lately, underway))
    return int(connection.execute(query).scalar_one())


def _next_sendable(connection: Connection, rules: Rules) -> tuple[Message, Line] | None:
    due = (
        select(repair_messages)
        .where(repair_messages.c.state == State.DUE.value, repair_messages.c.due_at <= rules.now)
        .where(repair_messages.c.held.is_(False))
        .order_by(repair_messages.c.due_at, repair_messages.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while row := connection.execute(due).first():
        message = message_of(row)
        line = rules.configuration.lines.get(message.line)
        if _may_send(connection, message, line, rules) and line:
            return message, line
    return None


def _may_send(connection: Connection, message: Message, line: Line | None, rules: Rules) -> bool:
    """Look once more: hours pass, the power goes again, people change their mind."""
    closed = _closed(connection, message, rules)
    if closed:
        change(connection, message, closed)
        return False
    later = sendable_at(rules.configuration, rules.now)
    if line is None or line.sms_sender is None:
        later = rules.now + HOUR  # nothing to send it from; it may come back
    if later > rules.now:
        note(connection, message, due_at=later)
        return False
    return True


def _closed(connection: Connection, message: Message, rules: Rules) -> Change | None:
    """Say what else becomes of it, if it is not to be sent."""
    if message.repaired_at and rules.now - message.repaired_at > GOOD_FOR:
        return Change(State.EXPIRED, "a day after it happened it is no news", rules.now)
    decided = judged(message.number, rules.configuration)
    if isinstance(decided, NoText):
        return Change(State.FAILED, decided.reason, rules.now)
    if has_stopped(connection, message.number):
        return Change(State.WITHDRAWN, "its holder wants no messages", rules.now)
    return _overtaken(connection, message, rules)


def _overtaken(connection: Connection, message: Message, rules: Rules) -> Change | None:
    """Say whether what it tells is not so any more."""
    if message.service == UNREACHED:
        asked = open_between(connection, message.number, message.line) is not None
        again = Change(State.WITHDRAWN, "a callback was asked for again", rules.now)
        return again if asked else None
    match verdict(connection, awaited(message), rules.now):
        case StillOut():
            return Change(State.WAITING, "out again before it was sent", rules.now)
        case Repaired(_, settled_at) if settled_at > rules.now:
            return Change(State.WAITING, "repaired again, not surely yet", rules.now)
        case NoWord() | Repaired():
            return None


def _body(message: Message, line: Line, rules: Rules) -> str:
    words = Wording(rules.configuration, line, message.language)
    if message.service == UNREACHED:
        return words.unreached()
    at = message.repaired_at or rules.now
    return words.repaired(message.service, message.postcode, at, rules.now)
