"""The step type `hours`."""

from typing import ClassVar, Literal

from flows.closing import say_closed
from flows.step import Move, Outcomes, Step, Visit


class Hours(Step):
    """
    Go on when somebody is there; else say why not, and when somebody will be.

        type: hours
        next: main
        exits: {closed: closed}
    """

    outcomes: ClassVar[Outcomes] = {"closed": "next"}
    speaks = (
        "hours.closed.next",
        "hours.closed.weekend",
        "hours.closed.holiday",
        "hours.closed.exception",
        "hours.closed.unknown",
    )

    type: Literal["hours"]
    topic: str = ""
    """What it is about; empty: what the flow's person is there for."""

    def enter(self, visit: Visit) -> Move:
        """Look at the clock."""
        opening = visit.opening(self.topic)
        if opening.open:
            return self.leave()
        say_closed(visit, opening)
        return self.leave("closed")
