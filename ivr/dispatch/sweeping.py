"""Agents' calls of which no end was told, and those that are to end: ask Twilio, hang up."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import and_, func, or_, select

from ivr.agent_legs.addresses import GONE, AgentLeg, seal_agent
from ivr.callbacks.attempts import TERMINAL
from ivr.db.tables.agent_legs import agent_legs
from ivr.db.tables.callbacks import attempts
from ivr.db.tables.dispatch import offers
from ivr.dispatch import legs
from ivr.dispatch.calling import ends_of
from ivr.dispatch.decide import Decision
from ivr.dispatch.dispatching import Dispatcher, place
from ivr.dispatch.legs import Leg
from ivr.dispatch.offers import agent_left, ended, find_offer
from ivr.dispatch.wrapping_up import NONE, wrap_up_of
from ivr.failpoint import failpoint
from ivr.queue.leases import real_now
from ivr.twilio.rest import Found

log = structlog.get_logger()

LOOKS = 2
"""Twilio's list lags behind: not being on it once means nothing (Twilio: Call resource)."""
BETWEEN_SECONDS = 5.0
"""Also for a call whose offer has ended: as long as it goes on, its agent is rung for nobody."""
RINGING_SECONDS = 30.0
"""Longer than a telephone of an agent rings; a call that is queued still is stopped then."""
SKEW = timedelta(minutes=2)
LOST_AFTER = timedelta(minutes=1)
"""How long a call that Twilio told us of may be missing before it is given up."""
AT_ONCE = frozenset({"declined", "caller_gone", "failed"})
"""After these the agent's call does not end by itself."""


def sweep(dispatcher: Dispatcher) -> None:
    """Doubt, look, and hang up, in this order; a failure of one call keeps none of the others."""
    _doubt_abandoned(dispatcher)
    for leg in _due(dispatcher):
        try:
            _see_to(dispatcher, leg)
        except Exception:
            log.exception("agent's call not looked at", offer=leg.offer_id)


def over(dispatcher: Dispatcher, offer: str, call_sid: str) -> None:
    """Note that an agent's call has ended; a call that is not the offer's own ends nothing."""
    configuration = dispatcher.applied.current()
    with dispatcher.services.engine.begin() as connection:
        row = find_offer(connection, offer)
        if row and legs.bind(connection, offer, call_sid):
            legs.is_over(connection, offer)
            wrap_up = wrap_up_of(configuration, row["team"])
            agent_left(connection, offer, dispatcher.services.clock.now(), wrap_up)
        failpoint("over.before-commit")
    failpoint("over.after-commit")


def _doubt_abandoned(dispatcher: Dispatcher) -> None:
    """Doubt the calls of processes that have not come back within their lease."""
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        now = real_now(connection)
        left = and_(agent_legs.c.state == "intent", agent_legs.c.lease_until <= now)
        abandoned = legs.legs_where(connection, left)
    for leg in abandoned:
        with dispatcher.services.engine.begin() as connection:
            legs.doubt(connection, leg.offer_id, real_now(connection))
            failpoint("abandon.before-commit")
        failpoint("abandon.after-commit")


def _due(dispatcher: Dispatcher) -> Sequence[Leg]:
    """Return what is to be hung up, what is in doubt, and what has been silent for too long."""
    look_seconds = float(dispatcher.services.settings.linja_call_look_seconds)
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        now = real_now(connection)
        last = func.coalesce(agent_legs.c.looked_at, agent_legs.c.claimed_at)
        rings = last <= now - timedelta(seconds=min(RINGING_SECONDS, look_seconds))
        talks = last <= now - timedelta(seconds=look_seconds)
        doubted = last <= now - timedelta(seconds=min(BETWEEN_SECONDS, look_seconds))
        placed, unknown = agent_legs.c.state == "placed", agent_legs.c.state == "unknown"
        to_end = and_(placed, offers.c.outcome.in_(AT_ONCE))
        early, late = offers.c.state.in_(("made", "ringing")), offers.c.state == "ended"
        silent = or_(and_(early, rings), and_(late, doubted), and_(~early, talks))
        live = agent_legs.c.state.in_(("placed", "ending"))
        first = and_(unknown, or_(doubted, agent_legs.c.looks == 0))
        return legs.legs_where(connection, or_(to_end, first, and_(live, silent)))


def _see_to(dispatcher: Dispatcher, leg: Leg) -> None:
    if leg.state == "unknown":
        _reconcile(dispatcher, leg)
    elif leg.state == "placed" and leg.outcome in AT_ONCE:
        _hang_up(dispatcher, leg)
    else:
        found = dispatcher.rest.find(leg.call_sid or "")
        failpoint("legs.after-look")
        _follow_up(dispatcher, leg, found)


def _follow_up(dispatcher: Dispatcher, leg: Leg, found: Found | None) -> None:
    """Do what a status callback would have done, and end what nobody needs any more."""
    if found is None:
        _missing(dispatcher, leg)
    elif found.status in TERMINAL:
        over(dispatcher, leg.offer_id, found.sid)
    elif found.status == "queued" and dispatcher.rest.cancel(found.sid):
        failpoint("legs.after-cancel")
        _fail(dispatcher, leg)
    elif leg.offer_state == "ended":
        _hang_up(dispatcher, leg)
    else:
        _looked(dispatcher, leg)


def _missing(dispatcher: Dispatcher, leg: Leg) -> None:
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        lost = real_now(connection) - leg.claimed_at > LOST_AFTER
    if lost:
        over(dispatcher, leg.offer_id, leg.call_sid or "")
    else:
        _looked(dispatcher, leg)


def _reconcile(dispatcher: Dispatcher, leg: Leg) -> None:
    """Look for a call in doubt; one that was missed twice was never made."""
    found = _find(dispatcher, leg)
    failpoint("doubted.after-look")
    if found is None and leg.looks + 1 >= LOOKS:
        _fail(dispatcher, leg)
        return
    with dispatcher.services.engine.begin() as connection:
        if found:
            place(connection, leg.offer_id, found.sid)
        legs.looked(connection, leg.offer_id, real_now(connection), looks=leg.looks + 1)
        failpoint("doubted.before-commit")
    failpoint("doubted.after-commit")
    if found:
        _follow_up(dispatcher, leg, found)


def _find(dispatcher: Dispatcher, leg: Leg) -> Found | None:
    """Return the call that is this offer's: between the same two, and nobody else's."""
    listed = dispatcher.rest.calls_to(leg.telephone, leg.shown, leg.claimed_at - SKEW)
    sids = [found.sid for found in listed]
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        owned = select(agent_legs.c.call_sid).where(agent_legs.c.call_sid.in_(sids))
        others = select(attempts.c.call_sid).where(attempts.c.call_sid.in_(sids))
        known = {*connection.execute(owned).scalars(), *connection.execute(others).scalars()}
    return next((found for found in listed if found.sid not in known), None)


def _fail(dispatcher: Dispatcher, leg: Leg) -> None:
    """There is no call: the caller waits on, and the agent is asked again soon."""
    with dispatcher.services.engine.begin() as connection:
        if legs.is_over(connection, leg.offer_id):
            ended(connection, leg.offer_id, "failed", dispatcher.services.clock.now(), NONE)
        failpoint("fail.before-commit")
    failpoint("fail.after-commit")


def _hang_up(dispatcher: Dispatcher, leg: Leg) -> None:
    """Tell an agent who holds the telephone why it ends; one that rings falls silent."""
    sid = leg.call_sid or ""
    if dispatcher.live.send(sid, _gone_address(dispatcher, leg)) != "done":
        dispatcher.live.hang_up(sid)
    failpoint("hangup.after-call")
    with dispatcher.services.engine.begin() as connection:
        legs.looked(connection, leg.offer_id, real_now(connection), state="ending")
        failpoint("hangup.before-commit")
    failpoint("hangup.after-commit")


def _gone_address(dispatcher: Dispatcher, leg: Leg) -> str:
    configuration = dispatcher.applied.current()
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        row = find_offer(connection, leg.offer_id)
        if row is None:
            raise LookupError("an agent's call without an offer")
        decision = Decision(leg.offer_id, row["waiting_id"], row["agent"], row["team"])
        ends = ends_of(connection, decision, configuration)
    url = dispatcher.services.settings.public_url.rstrip("/")
    return f"{url}{GONE}{seal_agent(dispatcher.sealer, AgentLeg(leg.offer_id, ends.leg))}"


def _looked(dispatcher: Dispatcher, leg: Leg) -> None:
    with dispatcher.services.engine.begin() as connection:
        legs.looked(connection, leg.offer_id, real_now(connection))
        failpoint("looked.before-commit")
    failpoint("looked.after-commit")
