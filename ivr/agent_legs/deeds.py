"""What the webhooks of agents' calls change. Each is one transaction, or one after another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ivr.dispatch.dispatching import Dispatcher, place
from ivr.dispatch.handing import Handed, hand_over
from ivr.dispatch.legs import bind
from ivr.dispatch.offers import accepted, agent_left, caller_left, find_offer, met
from ivr.dispatch.ringing_back import ring_back
from ivr.dispatch.sweeping import over
from ivr.dispatch.wrapping_up import wrap_up_of
from ivr.failpoint import failpoint
from ivr.queue.bells import DISPATCH

TERMINAL = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


@dataclass(frozen=True)
class Deeds:
    """The database's side of an agent's call, and of its caller's way to them."""

    dispatcher: Dispatcher

    def rang(self, offer: str, call_sid: str) -> bool:
        """Bind the call to its offer. False when nobody is to be taken on it any more."""
        with self.dispatcher.services.engine.begin() as connection:
            row = find_offer(connection, offer)
            live = place(connection, offer, call_sid) or _is_theirs(row, call_sid)
            failpoint("rang.before-commit")
        failpoint("rang.after-commit")
        return live

    def took(self, offer: str, call_sid: str) -> bool:
        """Note that our key was pressed. False when it was too late."""
        services = self.dispatcher.services
        with services.engine.begin() as connection:
            ours = bind(connection, offer, call_sid)
            took = ours and accepted(connection, offer, call_sid, services.clock.now())
            failpoint("took-offer.before-commit")
        failpoint("took-offer.after-commit")
        services.bells.ring(DISPATCH)
        return took

    def hand_over(self, offer: str) -> Handed:
        """Take the caller out of the queue, to where the agent is."""
        return hand_over(self.dispatcher, offer)

    def ring_back(self, offer: str) -> Handed:
        """Ring the customer, who comes to where the agent is."""
        rung = ring_back(self.dispatcher, offer)
        return "on_their_way" if rung == "rung" else "gone"

    def came(self, offer: str) -> bool:
        """
        Note that the caller is on their way into the room, where the agent is: they have met.

        That is the proof: our key was pressed, the agent's call has not ended, and the caller's
        own call has come for the document that lets them in.
        """
        services = self.dispatcher.services
        with services.engine.begin() as connection:
            row = find_offer(connection, offer)
            moved = met(connection, offer, services.clock.now())
            failpoint("came.before-commit")
        failpoint("came.after-commit")
        return moved or bool(row and row["state"] == "met")

    def ended(self, offer: str, *, agent_gone: bool) -> None:
        """Note that the agent is out of the room: they hung up, or the room has closed."""
        services, left = self.dispatcher.services, agent_left if agent_gone else caller_left
        with services.engine.begin() as connection:
            row = find_offer(connection, offer)
            if row:
                left(connection, offer, services.clock.now(), self._wrap_up(row))
            failpoint("parted.before-commit")
        failpoint("parted.after-commit")
        services.bells.ring(DISPATCH)

    def reported(self, offer: str, call_sid: str, status: str) -> None:
        """Note a status of the agent's call. They come in any order and more than once."""
        if status in TERMINAL:
            over(self.dispatcher, offer, call_sid)
            self.dispatcher.services.bells.ring(DISPATCH)
        else:
            self.rang(offer, call_sid)

    def outcome(self, offer: str) -> str:
        """Return how an offer has ended; empty if it goes on, or is not known."""
        with self.dispatcher.services.engine.connect().execution_options(
            readonly=True
        ) as connection:
            row = find_offer(connection, offer)
        return str(row["outcome"]) if row else ""

    def _wrap_up(self, row: Mapping[str, Any]) -> timedelta:
        return wrap_up_of(self.dispatcher.applied.current(), row["team"])


def _is_theirs(row: Mapping[str, Any] | None, call_sid: str) -> bool:
    return bool(row and row["leg_sid"] == call_sid and row["state"] in ("accepted", "met"))
