"""Which messages have their time: what they wait for is repaired, or it is too late for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine, select

from ivr.db.tables.messages import repair_messages
from ivr.failpoint import failpoint as point
from ivr.messages.ledger import Change, change
from ivr.messages.records import Message, message_of
from ivr.messages.repaired import Awaited, Repaired, Verdict, verdicts
from routing.configuration import Configuration
from routing.message import State
from routing.next_opening import next_allowed
from routing.opening import Opening

log = structlog.get_logger()

WAITS_FOR = timedelta(days=14)
"""Nobody waits longer to hear that the power is back."""
GOOD_FOR = timedelta(hours=24)
"""Later than so long after the repair, nobody needs to hear of it."""
AT_ONCE = 200
ALWAYS = Opening(open=True)


@dataclass(frozen=True, slots=True)
class Rules:
    """The configuration that decides now."""

    configuration: Configuration
    now: datetime


def mature(engine: Engine, rules: Rules) -> None:
    """Make due what is repaired and settled, and give up what has waited too long."""
    last = ""
    while True:
        with engine.begin() as connection:
            rows = connection.execute(
                select(repair_messages)
                .where(repair_messages.c.state == State.WAITING.value, repair_messages.c.id > last)
                .order_by(repair_messages.c.id)
                .limit(AT_ONCE)
                .with_for_update(skip_locked=True)
            ).all()
            found = [message_of(row) for row in rows]
            changed = _judge(connection, found, rules)
            if changed:
                point("message.mature.before-commit")
        if changed:
            point("message.mature.after-commit")
        if len(found) < AT_ONCE:
            return
        last = found[-1].id


def awaited(message: Message) -> Awaited:
    """Return what a message waits for."""
    keys = frozenset((source, id_) for source, id_ in message.outages)
    return Awaited(message.postcode, message.service, keys, message.asked_at)


def sendable_at(configuration: Configuration, after: datetime) -> datetime:
    """Return the first instant, not before `after`, that is not quiet."""
    quiet = configuration.messages.quiet
    return next_allowed(lambda _: ALWAYS, quiet, after) or after


def _judge(connection: Connection, found: list[Message], rules: Rules) -> bool:
    judged = verdicts(connection, {awaited(each) for each in found}, rules.now)
    followed = [_follow(connection, each, judged[awaited(each)], rules) for each in found]
    return any(followed)


def _follow(connection: Connection, message: Message, verdict: Verdict, rules: Rules) -> bool:
    match verdict:
        case Repaired(at, settled_at) if settled_at <= rules.now:
            due = sendable_at(rules.configuration, rules.now)
            repaired = Change(State.DUE, "repaired", rules.now)
            return change(connection, message, repaired, repaired_at=at, due_at=due)
        case _ if rules.now - message.asked_at > WAITS_FOR:
            why = "nobody has said in two weeks that it is repaired"
            return change(connection, message, Change(State.EXPIRED, why, rules.now))
    return False
