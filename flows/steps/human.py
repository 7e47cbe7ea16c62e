"""The step type `human`."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from flows.asks import Outcome, TellAttempt
from flows.closing import say_closed
from flows.inputs import Dialled, Input
from flows.person import reach, ring_next
from flows.step import End, Move, Need, Outcomes, Step, Visit


class Human(Step):
    """
    Ring the people of the team, one telephone after another, until one presses 1.

    `unanswered`: nobody took the call; `closed`: nobody is there now. Where these lead nowhere,
    the caller hears what to do.

        type: human
        topic: bills
        exits: {unanswered: nobody, closed: callback}
    """

    outcomes: ClassVar[Outcomes] = {"unanswered": "human", "closed": "human"}
    waits = True
    passes = ("unanswered", "closed")
    speaks = (
        "transfer.person",
        "transfer.duty",
        "queue.agent_next",
        "end.trouble.last",
        "outbound.thanks",
        "hours.closed.unknown",
    )

    type: Literal["human"]
    topic: str = "any"
    """What it is about, as teams have it in their `topics`; `any`: the line's own topic."""

    def enter(self, visit: Visit) -> Move:
        """Say that we connect, and ring; a customer whom we rang is told of as connected."""
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
        """
        Connect them, whether that could be noted or not.

        If not, nobody knows that we shall ring again, so nobody may say it: no exit is taken.
        """
        visit.say("outbound.thanks")
        if outcome.status == "done":
            return self._reach(visit)
        visit.note("attempt-not-noted", outcome.status)
        move = reach(visit, self.topic)
        visit.remember(noted="no")
        return move

    def given(self, visit: Visit, given: Input) -> Move:
        """Somebody took it, or the next telephone rings."""
        connected = isinstance(given, Dialled) and given.connected
        unanswered = "" if "noted" in visit.state.memo else self.exits.get("unanswered", "")
        return ring_next(visit, unanswered, connected=connected)

    def _reach(self, visit: Visit) -> Move:
        return reach(visit, self.topic, self.exits.get("unanswered", ""))

    def edges(self) -> Iterator[tuple[str, str]]:
        """When nobody answers and nothing is wired, the call ends."""
        yield from self.exits.items()

    @property
    def leads_on(self) -> bool:
        """A person is where the flow wanted to get."""
        return False
