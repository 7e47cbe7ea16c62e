"""Tell a caller of the callback that is open already; keep, move or cancel it."""

from collections.abc import Mapping
from datetime import datetime

from flows.asks import ChangeCallback, FindCallback, Outcome
from flows.inputs import Input, Pressed, Silent
from flows.number_asking import SPEAKS as OF_ASKING
from flows.number_asking import AsksNumber
from flows.speech import Moment, Phone
from flows.step import Move, Need, Visit, Wait
from flows.verbs import Keys

SPEAKS = (
    "callback.existing",
    "callback.existing.later",
    "callback.existing.tried",
    "callback.existing.menu",
    "callback.kept",
    "callback.changed",
    "callback.done.place",
    "callback.cancelled",
    *OF_ASKING,
)
FOUND = frozenset({"menu", "change", "cancel"})


class TellsOfCallback(AsksNumber):
    """
    Not a type of its own. A caller has one callback on a line: `phase` is `find`, then `menu`,
    `change` and `cancel` while it is spoken of, and `found` is kept from then on.
    """

    def without(self, visit: Visit) -> Move:
        """Go on with a caller who has none, or of whom nobody knows."""
        raise NotImplementedError

    def enter(self, visit: Visit) -> Move:
        """Find it; said again, say what was said last."""
        match visit.state.memo.get("phase"):
            case "typed":
                return self.read_back(visit)
            case "ask":
                return self.ask(visit)
        if not visit.state.caller.number or visit.state.attempt:
            return self.without(visit)
        visit.remember(phase="find")
        return Need(FindCallback())

    def given(self, visit: Visit, given: Input) -> Move:
        """Keep it, ring another number, or cancel it."""
        match visit.state.memo.get("phase"), given:
            case "ask", _:
                return self.typed(visit, given)
            case "menu" | "typed", Pressed("2"):
                visit.change(tries=0)
                return self.ask(visit)
            case "typed", Pressed("1"):
                visit.remember(phase="change")
                return Need(ChangeCallback(visit.state.memo["number"]))
            case "menu", Pressed("3"):
                visit.remember(phase="cancel")
                return Need(ChangeCallback())
            case "menu", Pressed("1") | Silent():
                return self._keep(visit)
        return self.try_again(visit, given)

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Tell what there is, or what came of changing it."""
        match visit.state.memo["phase"]:
            case "find":
                return self._found(visit, outcome)
            case "check" if outcome.status in {"done", "refused"}:
                return self.checked(visit, outcome)
            case "change" | "cancel" as phase:
                return self._changed(visit, outcome, phase)
        return self._keep(visit)

    def give_up(self, visit: Visit) -> Move:
        """It stays as it was; whoever could not be understood is helped by a person."""
        if "found" in visit.state.memo:
            visit.say("callback.kept")
        return super().give_up(visit)

    def _found(self, visit: Visit, outcome: Outcome) -> Move:
        if outcome.status != "done" or "number" not in outcome.value:
            return self.without(visit)
        _say_what_there_is(visit, outcome.value)
        visit.say("callback.existing.menu")
        visit.remember(phase="menu", found="yes")
        return Wait(Keys())

    def _changed(self, visit: Visit, outcome: Outcome, phase: str) -> Move:
        match outcome.status:
            case "done" if phase == "cancel":
                visit.say("callback.cancelled")
            case "done":
                visit.say("callback.changed")
                if visit.opening().open:  # while closed there is no queue to have a place in
                    visit.say("callback.done.place")
            case "refused" if "reason" not in outcome.value:  # it has ended meanwhile
                visit.change(memo={})
                return self.without(visit)
            case "failed" | "refused":
                visit.say("callback.kept")
        return self.leave()  # of what may or may not be done nothing is said

    def _keep(self, visit: Visit) -> Move:
        visit.say("callback.kept")
        return self.leave()


def _say_what_there_is(visit: Visit, theirs: Mapping[str, str]) -> None:
    due_at = datetime.fromisoformat(theirs["due_at"]) if "due_at" in theirs else None
    # What was published before these words were there says what it said then.
    if due_at and due_at > visit.world.now and "callback.existing.later" in visit.library:
        visit.say("callback.existing.later", {"T": Moment(due_at, visit.world.now)})
    elif "tried_at" in theirs:
        tried_at = datetime.fromisoformat(theirs["tried_at"])
        visit.say("callback.existing.tried", {"T": Moment(tried_at, visit.world.now)})
    else:
        visit.say("callback.existing", {"NUM": Phone(theirs["number"])})
