"""The step type `human`."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from flows.inputs import Dialled, Input
from flows.person import reach, ring_next
from flows.step import Move, Outcomes, Step, Visit


class Human(Step):
    """
    Ring the people of the team, one telephone after another, until one presses 1.

    If nobody takes the call: words with what to do, unless `unanswered` leads somewhere.

        type: human
        topic: bills
    """

    outcomes: ClassVar[Outcomes] = {"unanswered": "human"}
    waits = True
    passes = ("unanswered",)
    speaks = ("transfer.person", "transfer.duty", "queue.agent_next", "end.trouble.last")

    type: Literal["human"]
    topic: str = "any"

    def enter(self, visit: Visit) -> Move:
        """Say that we connect, and ring."""
        return reach(visit, self.topic, self.exits.get("unanswered", ""))

    def given(self, visit: Visit, given: Input) -> Move:
        """Somebody took it, or the next telephone rings."""
        connected = isinstance(given, Dialled) and given.connected
        return ring_next(visit, self.exits.get("unanswered", ""), connected=connected)

    def edges(self) -> Iterator[tuple[str, str]]:
        """When nobody answers and nothing is wired, the call ends."""
        yield from self.exits.items()

    @property
    def leads_on(self) -> bool:
        """A person is where the flow wanted to get."""
        return False
