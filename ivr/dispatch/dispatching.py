"""Offer whoever waits to whoever is free: one decision, one call to that agent's telephone."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from ivr.callbacks.attempts import TERMINAL
from ivr.callbacks.waking import Rules
from ivr.calls.seal import Sealer
from ivr.dispatch import legs
from ivr.dispatch.admitting import admitted
from ivr.dispatch.agents import tidy
from ivr.dispatch.calling import Ends, ends_of, order_of
from ivr.dispatch.decide import Decision, decide
from ivr.dispatch.offers import Outcome, caller_left, ended, ringing
from ivr.dispatch.wrapping_up import NONE
from ivr.failpoint import failpoint
from ivr.lines.store import ConfigurationStore
from ivr.queue.leases import real_now
from ivr.queue.pace import book_moment
from ivr.services import Services
from ivr.twilio.live_calls import LiveCalls
from ivr.twilio.rest import NobodyKnows, NotPlaced, Placed, Rest, Result

log = structlog.get_logger()

BUSY_SECONDS = 20.0
"""How long one run goes on; what is left over is the next one's."""
LONGEST_LEASE_SECONDS = 15.0
"""Longer than asking Twilio takes; somebody waits on the line until it has passed."""


@dataclass(frozen=True)
class Dispatcher:
    """What dispatching needs of the outside. `sleep` waits for the pace, in real seconds."""

    services: Services
    rest: Rest
    live: LiveCalls
    applied: ConfigurationStore
    sleep: Callable[[float], None] = time.sleep

    @property
    def lease_seconds(self) -> float:
        """How long one process alone may say what became of a call that it asked for."""
        settings = self.services.settings
        return min(LONGEST_LEASE_SECONDS, float(settings.linja_call_lease_seconds))

    @property
    def sealer(self) -> Sealer:
        """Seals the addresses of the calls."""
        return Sealer(self.services.settings.secret_keys)


@dataclass(frozen=True, slots=True)
class Due:
    """A decision whose call is ours to ask for, after so many seconds."""

    decision: Decision
    ends: Ends
    wait_seconds: float


def dispatcher_of(services: Services) -> Dispatcher:
    """Return what dispatching needs, as it is in production."""
    settings = services.settings
    applied = ConfigurationStore(services.engine)
    return Dispatcher(services, Rest(settings), LiveCalls(settings), applied)


def offer_all(dispatcher: Dispatcher, between: Callable[[], None] = lambda: None) -> int:
    """
    Decide and ring until nobody is left, or 20 s have passed; return how many were rung.

    Any number of processes may do so at once, and each may be killed at any line. `between` is
    done before each decision: what cannot wait until all have been rung.
    """
    until = time.monotonic() + BUSY_SECONDS
    engine, now = dispatcher.services.engine, dispatcher.services.clock.now()
    with engine.begin() as connection:
        tidy(connection, now)
        failpoint("tidy.before-commit")
    failpoint("tidy.after-commit")
    rung = 0
    while time.monotonic() < until:
        between()
        claimed_at = time.monotonic()
        due = _next(dispatcher)
        if due is None:
            break
        dispatcher.sleep(due.wait_seconds)
        _ring(dispatcher, due, claimed_at + due.wait_seconds)
        rung += 1
    return rung


def _next(dispatcher: Dispatcher) -> Due | None:
    for _ in range(2):
        try:
            return _decide(dispatcher)
        except IntegrityError:  # another machine made the row of the pace
            log.warning("decision repeated")
    return None


def _decide(dispatcher: Dispatcher) -> Due | None:
    """Decide, and write down the call that follows from it, before anybody asks for one."""
    services = dispatcher.services
    version, configuration = dispatcher.applied.versioned()
    rules = Rules(configuration, version, services.clock.now())
    with services.engine.begin() as connection:
        decision = decide(connection, rules.now, partial(admitted, rules=rules))
        if decision is None:
            return None
        ends = ends_of(connection, decision, configuration)
        now, pace = real_now(connection), float(services.settings.linja_call_pace_seconds)
        wait_seconds = book_moment(connection, now, pace)
        lease = (now, wait_seconds + dispatcher.lease_seconds)
        whose = (decision.offer, decision.agent)
        legs.intend(connection, whose, (ends.telephone, ends.shown), lease)
        failpoint("offer.before-commit")
    failpoint("offer.after-commit")
    return Due(decision, ends, wait_seconds)


def _ring(dispatcher: Dispatcher, due: Due, claimed_at: float) -> None:
    if time.monotonic() - claimed_at > dispatcher.lease_seconds / 2:
        log.warning("offer too old to ring", offer=due.decision.offer)
        return  # this process stood still; whoever sweeps finds that there is no call
    if _caller_is_gone(dispatcher, due):
        return
    settings = dispatcher.services.settings
    result = dispatcher.rest.make_call(
        order_of(settings, dispatcher.sealer, due.decision, due.ends)
    )
    failpoint("offer.after-call")
    log.info("agent rung", offer=due.decision.offer, result=type(result).__name__)
    _write_down(dispatcher, due.decision.offer, result)


def _caller_is_gone(dispatcher: Dispatcher, due: Due) -> bool:
    """An agent's telephone rings for nobody whose hang-up was told to no one."""
    sid = due.ends.caller_sid
    if not sid or is_live(dispatcher.rest, sid):
        return False
    log.warning("caller has hung up, and nobody told", offer=due.decision.offer)
    with dispatcher.services.engine.begin() as connection:
        legs.is_over(connection, due.decision.offer)
        caller_left(connection, due.decision.offer, dispatcher.services.clock.now(), NONE)
        failpoint("vanished.before-commit")
    failpoint("vanished.after-commit")
    return True


def is_live(rest: Rest, call_sid: str) -> bool:
    """Does a call go on? One that cannot be looked at is taken to."""
    try:
        found = rest.find(call_sid)
    except Exception:
        log.exception("call not looked at")
        return True
    return found is not None and found.status not in TERMINAL


def _write_down(dispatcher: Dispatcher, offer: str, result: Result) -> None:
    """Only while the lease is ours. The call's own webhooks may have been faster."""
    with dispatcher.services.engine.begin() as connection:
        now = real_now(connection)
        if not legs.still_ours(connection, offer, now):
            log.warning("result came too late: another process or the call itself was faster")
            return
        match result:
            case Placed(call_sid):
                place(connection, offer, call_sid)
            case NobodyKnows(why):
                log.warning("nobody knows whether an agent is rung", why=why)
                legs.doubt(connection, offer, now)
            case NotPlaced():
                _not_placed(dispatcher, connection, offer, result)
        failpoint("offer.before-result")
    failpoint("offer.after-result")


def place(connection: Connection, offer: str, call_sid: str) -> bool:
    """Bind the call to its offer; False if another call is, or the offer has ended meanwhile."""
    return legs.bind(connection, offer, call_sid) and ringing(connection, offer, call_sid)


def _not_placed(
    dispatcher: Dispatcher, connection: Connection, offer: str, result: NotPlaced
) -> None:
    """A telephone that cannot be rung is an empty chair; the rest is nobody's fault."""
    if result.why == "refused":
        log.error("calls are refused: look at the account and its numbers", code=result.code)
    if result.why == "number":
        log.error("an agent's telephone cannot be rung: `linja agent set`", code=result.code)
    legs.is_over(connection, offer)
    outcome: Outcome = "missed" if result.why == "number" else "failed"
    ended(connection, offer, outcome, dispatcher.services.clock.now(), NONE)
