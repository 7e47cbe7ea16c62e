"""Ring the customer of a callback for the agent who has taken it and waits in the room."""

import time
from collections.abc import Mapping
from typing import Any, Literal

import structlog
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from ivr.callbacks.attempts import Lease
from ivr.callbacks.caps import only_counter
from ivr.callbacks.claiming import Claim, claim_this
from ivr.callbacks.records import Attempt, attempt_of, find_callback
from ivr.callbacks.ringing import Ringer, ring
from ivr.callbacks.settling import TOLD
from ivr.db.locks import only_writer
from ivr.db.tables.callbacks import attempts, callbacks
from ivr.db.tables.dispatch import offers, waiting
from ivr.dispatch.admitting import may_be_rung
from ivr.dispatch.dispatching import Dispatcher
from ivr.dispatch.offers import Outcome, ended, find_offer
from ivr.dispatch.people import LOCK
from ivr.dispatch.wrapping_up import NONE
from ivr.failpoint import failpoint
from ivr.queue.leases import real_now
from ivr.queue.pace import book_moment
from routing.callback import State

log = structlog.get_logger()

OURS = frozenset({"not_placed", "our_error"})
"""How an attempt ends that the customer knows nothing of."""

Rung = Literal["rung", "over"]


def ring_back(dispatcher: Dispatcher, offer: str) -> Rung:
    """
    Ring the customer of an offer that was accepted, once; `over`: they are not to be rung.

    What comes of the call is the attempt's, as for every callback: it is looked for where nobody
    knows, and never made again for this offer.
    """
    ringer = Ringer(dispatcher.services, dispatcher.rest, dispatcher.applied, dispatcher.sleep)
    claimed_at = time.monotonic()
    claim, wait_seconds = _claim(dispatcher, ringer, offer)
    if claim is None:
        return _state(dispatcher, offer)
    ringer.sleep(wait_seconds)
    ring(ringer, claim, claimed_at + wait_seconds)
    return "rung"


def ring_back_due(dispatcher: Dispatcher) -> None:
    """Ring for whom nobody has come back to; end the offers whose callback goes another way."""
    for row in _offers(dispatcher):
        try:
            _see_to(dispatcher, row)
        except Exception:
            log.exception("callback of an agent not looked at", offer=row["id"])


def _see_to(dispatcher: Dispatcher, row: Mapping[str, Any]) -> None:
    attempt: Attempt | None = row["attempt"]
    if attempt is None and row["callback"] != State.OFFERED:
        _end(dispatcher, row["id"], "withdrawn")
    elif attempt is None and row["state"] == "accepted":
        ring_back(dispatcher, row["id"])
    elif attempt and (attempt.state == "ended" or attempt.reason in TOLD):
        _end(dispatcher, row["id"], "failed" if attempt.reason in OURS else "unreached")


def _offers(dispatcher: Dispatcher) -> list[dict[str, Any]]:
    """Return the offers of callbacks that go on, each with its attempt if there is one."""
    both = (
        select(offers.c.id, offers.c.state, callbacks.c.state.label("callback"))
        .join(waiting, waiting.c.id == offers.c.waiting_id)
        .outerjoin(callbacks, callbacks.c.id == waiting.c.ref)
        .where(offers.c.state != "ended", waiting.c.kind == "callback")
    )
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        found = [dict(row) for row in connection.execute(both).mappings()]
        theirs = attempts.c.id.in_([row["id"] for row in found])
        made = connection.execute(select(attempts).where(theirs)).all() if found else []
    by_offer = {attempt.id: attempt for attempt in map(attempt_of, made)}
    return [{**row, "attempt": by_offer.get(row["id"])} for row in found]


def _claim(dispatcher: Dispatcher, ringer: Ringer, offer: str) -> tuple[Claim | None, float]:
    """Claim the callback for this agent, and say after how many seconds it may be rung."""
    try:
        with dispatcher.services.engine.begin() as connection:
            claimed = _claim_in(connection, ringer, offer)
            failpoint("ringback.before-claim")
    except IntegrityError:  # its number is being rung, or this offer has had its call
        log.warning("callback not claimed for an agent", offer=offer)
        return None, 0
    failpoint("ringback.after-claim")
    return claimed


def _claim_in(connection: Connection, ringer: Ringer, offer: str) -> tuple[Claim | None, float]:
    only_writer(connection, LOCK)
    only_counter(connection)
    row, rules = find_offer(connection, offer), ringer.rules()
    if row is None or row["state"] != "accepted" or row["kind"] != "callback":
        return None, 0
    callback = find_callback(connection, row["ref"], locked=True)
    if callback is None or callback.state != State.OFFERED:
        return None, 0
    if not may_be_rung(connection, callback, rules):
        ended(connection, offer, "withdrawn", rules.now, NONE)
        return None, 0
    now, limits = real_now(connection), ringer.limits
    wait_seconds = book_moment(connection, now, limits.pace_seconds)
    lease = Lease(now, wait_seconds + limits.lease_seconds)
    return claim_this(connection, callback, rules, lease, offer), wait_seconds


def _state(dispatcher: Dispatcher, offer: str) -> Rung:
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        row = find_offer(connection, offer)
    return "rung" if row and row["state"] != "ended" else "over"


def _end(dispatcher: Dispatcher, offer: str, outcome: Outcome) -> None:
    with dispatcher.services.engine.begin() as connection:
        only_writer(connection, LOCK)
        row = find_offer(connection, offer)
        if row and row["kind"] == "callback":
            ended(connection, offer, outcome, dispatcher.services.clock.now(), NONE)
        failpoint("ringback.before-end")
    failpoint("ringback.after-end")
