"""The step type `still-out`."""

from typing import ClassVar, Literal

from flows.asks import Outcome, ReportStillOut
from flows.inputs import Input, Silent
from flows.step import Move, Need, Outcomes, Step, Visit, Wait
from flows.verbs import Keys


class StillOut(Step):
    """
    Keep the caller's word that it is still out, though we say that it is repaired, and offer a
    person.

    It comes after `notices`, whose place and repair it is about. Thanks are said only when the
    report is stored. `failed`: it could not be, or there is nothing to report on.

        type: still-out
        next: bye
        exits: {failed: person}
    """

    outcomes: ClassVar[Outcomes] = {"failed": "human", "exhausted": "human"}
    waits = True
    passes = ("failed",)
    speaks = (
        "after.still_out.done",
        "after.still_out.kept",
        "after.still_out.next",
        "open.person.closed",
        "menu.none.1",
        "menu.none.2",
        "menu.wrong.1",
        "menu.wrong.2",
        "menu.giveup.open",
    )

    type: Literal["still-out"]

    def enter(self, visit: Visit) -> Move:
        """Keep the report; said again, say only what can be done."""
        if visit.state.memo.get("phase") == "kept":
            return self._offer(visit)
        if not visit.state.place or not visit.state.about:
            return self.leave("failed")
        return Need(ReportStillOut(visit.state.place, visit.state.about))

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Thank for it; say that it was passed on only if it is."""
        if outcome.status != "done":
            return self.leave("failed")
        visit.say("after.still_out.done" if "passed" in outcome.value else "after.still_out.kept")
        visit.remember(phase="kept")
        return self._offer(visit)

    def given(self, visit: Visit, given: Input) -> Move:
        """Go on with whoever says nothing more."""
        return self.leave() if isinstance(given, Silent) else self.try_again(visit, given)

    def _offer(self, visit: Visit) -> Move:
        visit.say("after.still_out.next" if visit.opening().open else "open.person.closed")
        return Wait(Keys())
