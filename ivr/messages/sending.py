"""Send what is due: claim in SQL, ask Twilio once, write down what came of it."""

import time
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from ivr.calls.seal import Sealer
from ivr.failpoint import failpoint as point
from ivr.lines.store import ConfigurationStore
from ivr.messages.addresses import STATUS, seal_order
from ivr.messages.claiming import Claim, claim_next
from ivr.messages.ledger import TWILIO, Change, change
from ivr.messages.maturing import Rules, sendable_at
from ivr.messages.records import Message, find_message
from ivr.messages.status import ORDERED
from ivr.messages.stopping import stop
from ivr.queue.leases import real_now
from ivr.services import Services
from ivr.twilio.rest import NobodyKnows
from ivr.twilio.texts import NotSent, Order, Result, Sent, TextRest
from routing.message import State

log = structlog.get_logger()

BUSY_SECONDS = 20.0
"""How long one run goes on; what is left over is the next one's."""
AGAIN = {"busy": timedelta(seconds=30), "unsent": timedelta(minutes=1)}
REFUSED_FOR = timedelta(minutes=15)
MOST_DOUBLINGS = 4


@dataclass(frozen=True)
class Sender:
    """What sending needs of the outside."""

    services: Services
    rest: TextRest
    applied: ConfigurationStore

    def rules(self) -> Rules:
        """What decides now."""
        return Rules(self.applied.current(), self.services.clock.now())


def sender_of(services: Services) -> Sender:
    """Return what sending needs, as it is in production."""
    return Sender(services, TextRest(services.settings), ConfigurationStore(services.engine))


def send_due(sender: Sender) -> int:
    """
    Send one after another until nothing is due or 20 s have passed; return how many were tried.

    Any number of processes may do so at once, and each may be killed at any line.
    """
    until = time.monotonic() + BUSY_SECONDS
    tried = 0
    while time.monotonic() < until:
        claimed_at = time.monotonic()
        claim = claim_next(sender.services.engine, sender.rules(), _lease_seconds(sender))
        if claim is None:
            break
        _send(sender, claim, claimed_at)
        tried += 1
    return tried


def _send(sender: Sender, claim: Claim, claimed_at: float) -> None:
    message = claim.message
    if time.monotonic() - claimed_at > _lease_seconds(sender) / 2:
        log.warning("claim too old to send", message=message.id)
        return  # this process stood still; whoever looks finds that nothing was sent
    result = sender.rest.send(_order(sender, message))
    point("message.after-send")
    log.info("message ordered", message=message.id, result=type(result).__name__)
    with sender.services.engine.begin() as connection:
        _write_down(connection, sender, message, result)
        point("message.result.before-commit")
    point("message.result.after-commit")


def _order(sender: Sender, message: Message) -> Order:
    settings = sender.services.settings
    token = seal_order(Sealer(settings.secret_keys), message.id, message.epoch)
    url = f"{settings.public_url.rstrip('/')}{STATUS}{token}"
    return Order(message.number, message.sender, message.body, url)


def _write_down(connection: Connection, sender: Sender, message: Message, result: Result) -> None:
    """Only while the order is ours. The message's own status may have been faster."""
    fresh = find_message(connection, message.id, locked=True)
    known = ORDERED if isinstance(result, Sent) else {State.SENDING}  # a sid ends any doubt
    if fresh is None or fresh.epoch != message.epoch or fresh.state not in known:
        log.warning("result came too late: another process or a status was faster")
        return
    at = sender.services.clock.now()
    match result:
        case Sent(sid):
            change(connection, fresh, Change(State.SENT, "sent", at), message_sid=sid, sent_at=at)
        case NobodyKnows(why):
            log.warning("nobody knows whether a message was sent", why=why)
            looked = real_now(connection)
            change(connection, fresh, Change(State.UNKNOWN, why, at), looked_at=looked)
        case NotSent():
            _not_sent(connection, sender, fresh, result)


def _not_sent(connection: Connection, sender: Sender, message: Message, result: NotSent) -> None:
    rules = sender.rules()
    match result.why:
        case "stopped":
            stop(connection, message.number, str(result.code), rules.now, but=message.id)
            withdrawn = Change(State.WITHDRAWN, "its holder has said STOP", rules.now, TWILIO)
            change(connection, message, withdrawn)
        case "number":
            why = f"cannot be sent to, {result.code}"
            change(connection, message, Change(State.FAILED, why, rules.now, TWILIO))
        case why:
            if why == "refused":
                log.error("messages are refused: look at the account", code=result.code)
            wait = AGAIN.get(why, REFUSED_FOR) * 2 ** min(message.tries, MOST_DOUBLINGS)
            due = sendable_at(rules.configuration, rules.now + wait)
            again = Change(State.DUE, f"not sent, {why} {result.code}", rules.now)
            change(connection, message, again, due_at=due, tries=message.tries + 1)


def _lease_seconds(sender: Sender) -> float:
    return float(sender.services.settings.linja_call_lease_seconds)
