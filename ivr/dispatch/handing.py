"""Hand a caller over: out of the queue, and to the agent who has pressed our key."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

import structlog
from sqlalchemy import Connection, select

from ivr.agent_legs.addresses import MEET, Meeting, seal_meeting
from ivr.calls.addresses import TURN
from ivr.calls.waiting import seal_waiting
from ivr.db.tables.agent_legs import agent_legs
from ivr.db.tables.dispatch import offers, waiting
from ivr.dispatch.dispatching import Dispatcher, is_live
from ivr.dispatch.legs import claim_taking, taken
from ivr.dispatch.offers import caller_left, ended, find_offer
from ivr.dispatch.wrapping_up import NONE
from ivr.failpoint import failpoint
from ivr.queue.leases import real_now
from ivr.queueing.kept import call_of
from ivr.twilio.live_calls import Done

log = structlog.get_logger()

LONGEST_TAKING_SECONDS = 5.0
"""How long one process alone asks for the caller; then the next one does."""
GIVEN_UP_AFTER = timedelta(seconds=15)
"""An agent who has pressed our key does not wait for longer; the caller does."""

Handed = Literal["on_their_way", "gone", "later"]


def hand_over(dispatcher: Dispatcher, offer: str) -> Handed:
    """
    Ask Twilio for the caller of an offer that was accepted, once at a time over all machines.

    `later`: it could not be done now, and whoever dispatches does it again.
    """
    before = _claim(dispatcher, offer)
    if before is None:
        return "later"
    result = _ask(dispatcher, before)
    failpoint("hand.after-call")
    log.info("caller asked for", offer=offer, result=result)
    if result == "done":
        _write_taken(dispatcher, offer)
        return "on_their_way"
    if result == "not_there" and not is_live(dispatcher.rest, before["ref"]):
        return "gone" if _is_gone(dispatcher, offer) else "later"
    return "later"


def hand_over_due(dispatcher: Dispatcher) -> None:
    """Go on with what nobody has come back to; give up what takes too long."""
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        accepted = connection.execute(
            select(
                offers.c.id,
                offers.c.accepted_at,
                agent_legs.c.taking,
                waiting.c.ref,
                waiting.c.joined_at,
            )
            .join(agent_legs, agent_legs.c.offer_id == offers.c.id)
            .join(waiting, waiting.c.id == offers.c.waiting_id)
            .where(offers.c.state == "accepted", waiting.c.kind == "call")
        ).all()
    for row in accepted:
        since = max(row.accepted_at, row.joined_at)  # a customer who was rung joins after that
        if dispatcher.services.clock.now() - since >= GIVEN_UP_AFTER:
            _give_up(dispatcher, row.id, row.ref)
        elif row.taking != "done":
            hand_over(dispatcher, row.id)


def _claim(dispatcher: Dispatcher, offer: str) -> Mapping[str, Any] | None:
    """Return the offer, its caller and whether it was asked for before; None: not ours to do."""
    with dispatcher.services.engine.begin() as connection:
        asked = connection.execute(
            select(agent_legs.c.taking).where(agent_legs.c.offer_id == offer)
        ).scalar()
        row = find_offer(connection, offer)
        if row is None or row["state"] != "accepted":
            return None
        seconds = min(LONGEST_TAKING_SECONDS, dispatcher.lease_seconds)
        if not claim_taking(connection, offer, real_now(connection), seconds):
            return None
        url = _meeting_address(dispatcher, connection, row)
        failpoint("hand.before-claim")
    failpoint("hand.after-claim")
    return {**row, "url": url, "asked_before": asked == "asked"}


def _ask(dispatcher: Dispatcher, before: Mapping[str, Any]) -> Done:
    """
    Take them out of the queue; who is not in it goes on from wherever they are.

    Not if it was asked for before: then they may be on their way, and would leave the conference.
    """
    live, url = dispatcher.live, before["url"]
    result: Done = "not_there"
    if before["queue_sid"]:
        result = live.take_out(before["queue_sid"], before["ref"], url)
    if result == "not_there" and not before["asked_before"]:
        result = live.send(before["ref"], url)
    return result


def _meeting_address(
    dispatcher: Dispatcher, connection: Connection, row: Mapping[str, Any]
) -> str:
    who = select(waiting).where(waiting.c.id == row["waiting_id"])
    caller = connection.execute(who).mappings().one()
    call = call_of(dict(caller))
    sealer, sid = dispatcher.sealer, row["ref"]
    following = TURN + seal_waiting(sealer, sid, call) if call else ""
    bundle = call.state.bundle if call else ""
    meeting = Meeting(row["id"], caller["language"], bundle, following)
    url = dispatcher.services.settings.public_url.rstrip("/")
    return f"{url}{MEET}{seal_meeting(sealer, sid, meeting)}"


def _write_taken(dispatcher: Dispatcher, offer: str) -> None:
    with dispatcher.services.engine.begin() as connection:
        taken(connection, offer)
        failpoint("hand.before-result")
    failpoint("hand.after-result")


def _is_gone(dispatcher: Dispatcher, offer: str) -> bool:
    with dispatcher.services.engine.begin() as connection:
        outcome = caller_left(connection, offer, dispatcher.services.clock.now(), NONE)
        failpoint("absent.before-commit")
    failpoint("absent.after-commit")
    return outcome == "caller_gone"


def _give_up(dispatcher: Dispatcher, offer: str, ref: str) -> None:
    """The caller stays in the line, and the agent is told and free."""
    log.error("caller not reached, they stay in the line", offer=offer)
    gone = not is_live(dispatcher.rest, ref)
    with dispatcher.services.engine.begin() as connection:
        row, now = find_offer(connection, offer), dispatcher.services.clock.now()
        if row and row["state"] == "accepted":
            ended(connection, offer, "caller_gone" if gone else "failed", now, NONE)
        failpoint("giveup.before-commit")
    failpoint("giveup.after-commit")
