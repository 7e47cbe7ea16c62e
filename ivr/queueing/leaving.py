"""What follows a wait in the queue; every way out of it leads somewhere."""

from datetime import datetime

from sqlalchemy import Connection, select

from flows.asks import LeaveQueue, Outcome
from ivr.calls.ports import Asked
from ivr.db.tables.dispatch import offers, waiting
from ivr.dispatch.offers import came_back, person_left
from ivr.dispatch.people import Left, state_of
from ivr.dispatch.wrapping_up import wrap_up_of
from routing.configuration import Configuration

FOLLOWS: dict[str, tuple[str, Left]] = {
    "hangup": ("gone", "hung_up"),
    "queue-full": ("full", "full"),
    "bridged": ("met", "served"),
}
"""By Twilio's QueueResult: what follows, and why they wait no more."""
CHOSEN: dict[str, Left] = {
    "callback": "callback",
    "danger": "danger",
    "closed": "closed",
    "nobody": "nobody",
}
STILL = frozenset({"", "bridging-in-process"})
"""Nothing was decided: they wait on."""
FAILED: tuple[str, Left] = ("failed", "failed")
"""`error`, `system-error`, and what Twilio may add: never taken for connected."""


def leave_queue(connection: Connection, asked: Asked, ask: LeaveQueue) -> Outcome:
    """Tell what follows, as `LeaveQueue` says; they leave the line unless they wait on."""
    row = state_of(connection, asked.call_sid)
    chosen = row["chosen"] if row else ""
    language = {"language": row["language"]} if row else {}
    return Outcome("done", value={"how": _how(connection, asked, ask.result, chosen), **language})


def _how(connection: Connection, asked: Asked, result: str, chosen: str) -> str:
    if result == "conference":
        return _after_meeting(connection, asked)
    if result in STILL:
        return "again"
    if result == "leave":  # without a choice, or a row, they join again: the place is the same
        how, why = (chosen, CHOSEN[chosen]) if chosen in CHOSEN else ("again", "failed")
    else:
        how, why = FOLLOWS.get(result, FAILED)
    depart(connection, asked.call_sid, why, asked.now, asked.configuration)
    return how


def _after_meeting(connection: Connection, asked: Asked) -> str:
    """
    Whoever has spoken with one of ours has met; who has not lost the agent, and waits on.

    (Whoever hangs up comes here as `hangup`.)
    """
    ended = came_back(connection, asked.call_sid, asked.now, asked.configuration)
    return {"done": "met", "handed_on": "again"}.get(ended, "lost")


def depart(
    connection: Connection, ref: str, why: Left, now: datetime, configuration: Configuration
) -> bool:
    """Let somebody leave the line; True when one of ours was being rung or spoke with them."""
    row = state_of(connection, ref)
    if row is None or row["state"] == "left":
        return False
    team, _ = _last_offer(connection, ref)
    return person_left(connection, ref, why, now, wrap_up_of(configuration, team)) is not None


def _last_offer(connection: Connection, ref: str) -> tuple[str, str]:
    """Return the team and the outcome of the newest one, empty when there was none."""
    newest = (
        select(offers.c.team, offers.c.outcome)
        .join(waiting, waiting.c.id == offers.c.waiting_id)
        .where(waiting.c.ref == ref)
        .order_by(offers.c.made_at.desc(), offers.c.state == "ended")
        .limit(1)
    )
    found = connection.execute(newest).first()
    return (found.team, found.outcome) if found else ("", "")
