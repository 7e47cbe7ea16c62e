"""The step type `open-callback`."""

from typing import ClassVar, Literal

from flows.existing_callback import SPEAKS, TellsOfCallback
from flows.inputs import Input, Silent
from flows.step import Move, Outcomes, Visit


class OpenCallback(TellsOfCallback):
    """
    Tell a caller what has become of the callback they asked for; keep, move or cancel it.

    Without an open callback nothing is said. Silence keeps it; whoever begins to change it and
    does not come to an end is told that it stays, and how to reach a person.

        type: open-callback
        next: notices
    """

    outcomes: ClassVar[Outcomes] = {}
    waits = True
    passes = ("next",)
    speaks = (
        *SPEAKS,
        "menu.none.1",
        "menu.wrong.1",
        "open.person.service",
        "open.person.fault",
    )

    type: Literal["open-callback"]

    def without(self, visit: Visit) -> Move:  # noqa: ARG002 -- the other step says something here
        """Go on."""
        return self.leave()

    def try_again(self, visit: Visit, given: Input, silence: str = "menu.none") -> Move:
        """Ask once more. No person is promised to who waits: the notices have not been heard."""
        if visit.state.tries:
            return self.give_up(visit)
        visit.change(tries=1)
        visit.say(f"{silence if given == Silent() else 'menu.wrong'}.1")
        return self.enter(visit)

    def give_up(self, visit: Visit) -> Move:
        """Say that it stays as it was, and who can help."""
        visit.say("callback.kept")
        if visit.opening().open:
            visit.say(f"open.person.{visit.flow.desk}")
        return self.leave()
