"""Ring customers back: claim in SQL, ask Twilio once, write down what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from ivr.callbacks.addresses import ATTEMPT, STATUS, Rings, seal_rings
from ivr.callbacks.attempts import doubt, place, still_ours
from ivr.callbacks.claiming import Claim, Limits, Wait, claim_next
from ivr.callbacks.ledger import Change, change
from ivr.callbacks.records import Attempt, find_callback
from ivr.callbacks.settling import close_attempt, give_up
from ivr.callbacks.waking import Rules, wake
from ivr.calls.seal import Sealer
from ivr.dispatch.lining_up import line_up
from ivr.failpoint import failpoint
from ivr.lines.store import ConfigurationStore
from ivr.queue.bells import DISPATCH
from ivr.queue.leases import real_now
from ivr.services import Services
from ivr.twilio.rest import NobodyKnows, NotPlaced, Order, Placed, Rest, Result
from routing.callback import State

log = structlog.get_logger()

RING_SECONDS = 25
"""Shorter than most voicemails take to answer."""
LONGEST_CALL_SECONDS = 3600
FALLBACK = "/voice/fallback"
BUSY_SECONDS = 20.0
"""How long one run goes on; what is left over is the next one's."""


@dataclass(frozen=True)
class Ringer:
    """What ringing needs of the outside. `sleep` waits for the pace, in real seconds."""

    services: Services
    rest: Rest
    applied: ConfigurationStore
    sleep: Callable[[float], None] = time.sleep

    @property
    def limits(self) -> Limits:
        """How fast, and how long a claim is good for."""
        settings = self.services.settings
        return Limits(
            float(settings.linja_call_pace_seconds), float(settings.linja_call_lease_seconds)
        )

    def rules(self) -> Rules:
        """What decides now."""
        version, configuration = self.applied.versioned()
        return Rules(configuration, version, self.services.clock.now())


def ring_due(services: Services) -> int:
    """
    Ring everybody whose time has come; return how many calls were asked for.

    Any number of processes may do so at once, and each may be killed at any line.
    """
    return ring_all(ringer_of(services))


def ringer_of(services: Services) -> Ringer:
    """Return what ringing needs, as it is in production."""
    return Ringer(services, Rest(services.settings), ConfigurationStore(services.engine))


def ring_all(ringer: Ringer) -> int:
    """Ring one after another, at Twilio's pace, until nothing is due or 20 s have passed."""
    until = time.monotonic() + BUSY_SECONDS
    wake(ringer.services.engine, ringer.rules())
    if line_up(ringer.services.engine, ringer.rules()):
        ringer.services.bells.ring(DISPATCH)
    rung = 0
    while time.monotonic() < until:
        claimed_at = time.monotonic()
        claim = claim_next(ringer.services.engine, ringer.rules(), ringer.limits)
        if claim is None:
            break
        if isinstance(claim, Wait):
            ringer.sleep(claim.seconds)
            continue
        ring(ringer, claim, claimed_at)
        rung += 1
    return rung


def ring(ringer: Ringer, claim: Claim, claimed_at: float) -> None:
    """Ask for the call of a claim that was made at that time of `time.monotonic`, once."""
    if time.monotonic() - claimed_at > ringer.limits.lease_seconds / 2:
        log.warning("claim too old to ring", callback=claim.callback.id)
        return  # this process stood still; whoever sweeps finds that there is no call
    result = ringer.rest.make_call(order_of(ringer, claim))
    failpoint("ring.after-call")
    log.info("call asked for", callback=claim.callback.id, result=type(result).__name__)
    _write_down(ringer, claim.attempt, result)


def order_of(ringer: Ringer, claim: Claim) -> Order:
    """Say what Twilio is asked for: all that the claim says, whatever is configured by now."""
    settings, callback = ringer.services.settings, claim.callback
    rings = Rings(claim.attempt.id, callback.line, callback.language)
    token = seal_rings(Sealer(settings.secret_keys), rings)
    url = settings.public_url.rstrip("/")
    return Order(
        to=callback.number,
        from_=claim.attempt.shown or callback.line,
        answer=f"{url}{ATTEMPT}{token}",
        status=f"{url}{STATUS}{token}",
        fallback=f"{url}{FALLBACK}",
        ring_seconds=RING_SECONDS,
        most_seconds=LONGEST_CALL_SECONDS,
    )


def _write_down(ringer: Ringer, attempt: Attempt, result: Result) -> None:
    """Only while the lease is ours. The call's own webhooks may have been faster."""
    with ringer.services.engine.begin() as connection:
        find_callback(connection, attempt.callback_id, locked=True)  # before its attempt, always
        now = real_now(connection)
        ours = still_ours(connection, attempt, now)
        if ours is None:
            log.warning("result came too late: another process or the call itself was faster")
            return
        match result:
            case Placed(call_sid):
                place(connection, ours, call_sid, now)
            case NobodyKnows(why):
                log.warning("nobody knows whether a call was made", why=why)
                _doubt(connection, ours, ringer, why)
            case NotPlaced():
                _not_placed(connection, ours, ringer, result)
        failpoint("ring.before-result")
    failpoint("ring.after-result")


def _doubt(connection: Connection, attempt: Attempt, ringer: Ringer, why: str) -> None:
    """A webhook that came meanwhile leaves nothing to doubt."""
    if doubt(connection, attempt, real_now(connection)):
        callback = find_callback(connection, attempt.callback_id, locked=True)
        if callback and callback.state == State.RINGING:
            at = ringer.services.clock.now()
            change(connection, callback, Change(State.UNKNOWN, why, at))


def _not_placed(
    connection: Connection, attempt: Attempt, ringer: Ringer, result: NotPlaced
) -> None:
    at = ringer.services.clock.now()
    if result.why == "number":
        give_up(connection, attempt, f"cannot be rung, {result.code}", at)
        return
    if result.why == "refused":
        log.error("calls are refused: look at the account and its numbers", code=result.code)
    configuration = ringer.rules().configuration
    close_attempt(connection, attempt, "our_error", configuration, at)
