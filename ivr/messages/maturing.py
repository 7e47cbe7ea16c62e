"""Which messages have their time: what they wait for is repaired, or it is too late for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine, select

from ivr.db.tables.messages import repair_messages
from ivr.failpoint import failpoint as point
from ivr.messages.ledger import Change, change
from ivr.messages.records import Message, message_of
from ivr.messages.repaired import Awaited, NoWord, Repaired, Verdict, verdicts
from routing.configuration import Configuration
from routing.message import State
from routing.next_opening import next_allowed
from routing.opening import Opening

log = structlog.get_logger()

WAITS_FOR = timedelta(days=14)
"""Nobody waits longer to hear that the power is back."""
GOOD_FOR = timedelta(hours=24)
"""Later than so long after the repair, nobody needs to hear of it."""
"""... nor a day after its source took it back: another repair there would be another fault's."""
UNTOLD = "its source no longer speaks of it, and never said that it was repaired"
UNENDED = "nobody has said in two weeks that it is repaired"
AT_ONCE = 2000
ALWAYS = Opening(open=True)


@dataclass(frozen=True, slots=True)
class Rules:
    """The configuration that decides now."""

    configuration: Configuration
    now: datetime


def mature(engine: Engine, rules: Rules) -> None:
    """
    Make due what is repaired and settled, and give up what has waited too long.

    Whoever commits meanwhile waits only for those: all others are judged without a lock.
    """
    last = ""
    while True:
        with engine.connect().execution_options(readonly=True) as connection:
            found = _waiting(connection, last)
            judged = verdicts(connection, {awaited(each) for each in found}, rules.now)
        ripe = [each for each in found if _is_ripe(each, judged[awaited(each)], rules.now)]
        if ripe:
            with engine.begin() as connection:
                for message in ripe:
                    _follow(connection, message, judged[awaited(message)], rules)
                point("message.mature.before-commit")
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


def _waiting(connection: Connection, after: str) -> list[Message]:
    columns = repair_messages.c
    query = select(repair_messages).where(columns.state == State.WAITING.value, columns.id > after)
    return [
        message_of(row) for row in connection.execute(query.order_by(columns.id).limit(AT_ONCE))
    ]


def _is_ripe(message: Message, verdict: Verdict, now: datetime) -> bool:
    match verdict:
        case Repaired(_, settled_at) if settled_at <= now:
            return True
        case NoWord(since) if now - max(since, message.asked_at) >= GOOD_FOR:
            return True
    return now - message.asked_at > WAITS_FOR


def _follow(connection: Connection, message: Message, verdict: Verdict, rules: Rules) -> None:
    """Write down what follows, unless somebody was faster."""
    if isinstance(verdict, Repaired) and verdict.settled_at <= rules.now:
        due = sendable_at(rules.configuration, rules.now)
        repaired = Change(State.DUE, "repaired", rules.now)
        change(connection, message, repaired, repaired_at=verdict.at, due_at=due)
    else:
        why = UNTOLD if isinstance(verdict, NoWord) else UNENDED
        change(connection, message, Change(State.EXPIRED, why, rules.now))
