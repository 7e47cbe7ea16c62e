"""The step type `open-callback`."""

from datetime import datetime
from typing import ClassVar, Literal

from flows.asks import ChangeCallback, CheckNumber, FindCallback, Outcome
from flows.inputs import Entered, Input, Pressed
from flows.speech import Moment, Phone
from flows.step import MOST_TRIES, Move, Need, Outcomes, Step, Visit, Wait
from flows.verbs import Digits, Keys

PHONE_DIGITS = 15
PAUSE_SECONDS = 3


class OpenCallback(Step):
    """
    Tell a caller what has become of the callback they asked for; keep, move or cancel it.

    Without an open callback nothing is said. Silence keeps it.

        type: open-callback
        next: notices
    """

    outcomes: ClassVar[Outcomes] = {}
    waits = True
    passes = ("next",)
    speaks = (
        "callback.existing",
        "callback.existing.tried",
        "callback.existing.menu",
        "callback.kept",
        "callback.changed",
        "callback.cancelled",
        "callback.number.ask",
        "callback.number.invalid",
        "callback.number.typed",
    )

    type: Literal["open-callback"]

    def enter(self, visit: Visit) -> Move:
        """Find it."""
        if not visit.state.caller.number or visit.state.attempt:
            return self.leave()
        visit.remember(phase="find")
        return Need(FindCallback())

    def given(self, visit: Visit, given: Input) -> Move:
        """Keep it, ring another number, or cancel it."""
        phase = visit.state.memo.get("phase")
        if phase == "ask":
            return self._typed(visit, given)
        if phase == "typed":
            return self._confirmed(visit, given)
        if given == Pressed("2"):
            return self._ask(visit, "callback.number.ask")
        if given == Pressed("3"):
            visit.remember(phase="cancelled")
            return Need(ChangeCallback())
        visit.say("callback.kept")
        return self.leave()

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Tell what there is, or what came of changing it."""
        phase = visit.state.memo["phase"]
        if phase == "find":
            return self._found(visit, outcome)
        if phase == "check":
            return self._checked(visit, outcome)
        if outcome.status != "unknown":  # else either sentence may be untrue
            visit.say(f"callback.{phase}" if outcome.status == "done" else "callback.kept")
        return self.leave()

    def _found(self, visit: Visit, outcome: Outcome) -> Move:
        if outcome.status != "done" or "number" not in outcome.value:
            return self.leave()
        if "tried_at" in outcome.value:
            tried_at = datetime.fromisoformat(outcome.value["tried_at"])
            visit.say("callback.existing.tried", {"T": Moment(tried_at, visit.world.now)})
        else:
            visit.say("callback.existing", {"NUM": Phone(outcome.value["number"])})
        visit.say("callback.existing.menu")
        visit.remember(phase="menu")
        return Wait(Keys())

    def _ask(self, visit: Visit, key: str) -> Move:
        visit.say(key)
        visit.remember(phase="ask")
        return Wait(Digits(most=PHONE_DIGITS, timeout_seconds=PAUSE_SECONDS))

    def _typed(self, visit: Visit, given: Input) -> Move:
        if not isinstance(given, Entered):
            visit.say("callback.kept")
            return self.leave()
        visit.remember(phase="check", keyed=given.digits)
        return Need(CheckNumber(given.digits))

    def _checked(self, visit: Visit, outcome: Outcome) -> Move:
        if outcome.status == "done":
            number = outcome.value["number"]
            visit.say("callback.number.typed", {"NUM": Phone(number)})
            visit.remember(phase="typed", number=number)
            return Wait(Keys())
        visit.change(tries=visit.state.tries + 1)
        if outcome.status != "refused" or visit.state.tries >= MOST_TRIES:
            visit.say("callback.kept")
            return self.leave()
        visit.say("callback.number.invalid", {"NUM": Phone(visit.state.memo["keyed"])})
        visit.remember(phase="ask")
        return Wait(Digits(most=PHONE_DIGITS, timeout_seconds=PAUSE_SECONDS))

    def _confirmed(self, visit: Visit, given: Input) -> Move:
        if given == Pressed("1"):
            visit.remember(phase="changed")
            return Need(ChangeCallback(visit.state.memo["number"]))
        if given == Pressed("2"):
            return self._ask(visit, "callback.number.ask")
        visit.say("callback.kept")
        return self.leave()
