"""The step type `human`."""

from typing import Literal

from flows.inputs import Dialled, Input
from flows.person import reach, ring_next
from flows.step import Move, Step, Visit


class Human(Step):
    """
    Ring the people of the team, one telephone after another, until one presses 1.

    If nobody takes the call: words with what to do, unless `unanswered` leads somewhere.

        type: human
        topic: bills
    """

    outcomes = {"unanswered": "human"}
    waits = True
    speaks = ("transfer.person", "transfer.duty", "queue.agent_next", "end.trouble.last")

    type: Literal["human"]
    topic: str = "any"

    def enter(self, visit: Visit) -> Move:
        """Say that we connect, and ring."""
        return reach(visit, self.topic)

    def given(self, visit: Visit, given: Input) -> Move:
        """Somebody took it, or the next telephone rings."""
        connected = isinstance(given, Dialled) and given.connected
        return ring_next(visit, connected=connected)

    @property
    def leads_on(self) -> bool:
        """A person is where the flow wanted to get."""
        return False
