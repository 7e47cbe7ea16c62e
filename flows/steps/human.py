"""The step type `human`."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from flows.asks import Outcome, TellAttempt
from flows.closing import say_closed
from flows.inputs import Dialled, Input
from flows.person import reach, ring_next
from flows.step import End, Move, Need, Outcomes, Visit
from flows.waits_in_queue import SPEAKS, WaitsInQueue


class Human(WaitsInQueue):
    """
    Let the caller speak with a person of ours.

    Where a team of the topic has a desk, the caller waits in the queue, hears their place there
    and may ask to be rung back (`callback`); who cannot wait is offered that or a message
    (`voicemail`). Else the telephones of the team ring, one after another, until one presses 1.
    `unanswered`: nobody took the call; `closed`: nobody is there now. Where these lead nowhere,
    the caller hears what to do.

        type: human
        topic: bills
        exits: {unanswered: nobody, closed: callback, callback: callback, voicemail: voicemail}
    """

    outcomes: ClassVar[Outcomes] = {
        "unanswered": "human",
        "closed": "human",
        "callback": "human",
        "voicemail": "human",
    }
    waits = True
    passes = ("unanswered", "closed")
    speaks = (
        "transfer.person",
        "transfer.duty",
        "queue.agent_next",
        "end.trouble.last",
        "outbound.thanks",
        "hours.closed.unknown",
        *SPEAKS,
    )

    type: Literal["human"]
    topic: str = "any"
    """What it is about, as teams have it in their `topics`; `any`: the line's own topic."""

    def enter(self, visit: Visit) -> Move:
        """Connect; a customer whom we rang is told of as connected."""
        if visit.state.memo.get("phase") == "choice":
            return super().enter(visit)
        if visit.state.attempt:
            return Need(TellAttempt("connected"))
        opening = visit.opening(self.topic)
        if opening.open:
            return self._reach(visit)
        if "closed" in self.exits:
            return self.leave("closed")
        say_closed(visit, opening)
        return End()

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Go on with what came of joining or leaving the queue, or of telling of an attempt."""
        match visit.state.memo.get("phase"):
            case "join":
                return self.joined(visit, outcome)
            case "left":
                return self.left(visit, outcome)
        return self._told(visit, outcome)

    def given(self, visit: Visit, given: Input) -> Move:
        """Somebody took it, or the next telephone rings; or the wait in the queue is over."""
        if not isinstance(given, Dialled):
            return super().given(visit, given)
        return ring_next(visit, self.unanswered(visit), connected=given.connected)

    def edges(self) -> Iterator[tuple[str, str]]:
        """When nobody answers and nothing is wired, the call ends."""
        yield from self.exits.items()

    @property
    def leads_on(self) -> bool:
        """A person is where the flow wanted to get."""
        return False

    def _told(self, visit: Visit, outcome: Outcome) -> Move:
        """
        Connect a customer whom we rang, whether that could be noted or not.

        If not, nobody knows that we shall ring again, so nobody may say it: no exit is taken.
        """
        visit.say("outbound.thanks")
        if outcome.status == "done":
            return self._reach(visit)
        visit.note("attempt-not-noted", outcome.status)
        visit.remember(noted="no")
        return reach(visit, self.topic)

    def _reach(self, visit: Visit) -> Move:
        return reach(visit, self.topic, self.exits.get("unanswered", ""))
