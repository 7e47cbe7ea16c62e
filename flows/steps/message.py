"""The step type `message`."""

from typing import ClassVar, Literal

from flows.asks import CheckMessage, MessageWhenRepaired, Outcome, WithdrawMessage
from flows.inputs import Input, Pressed, Silent
from flows.number_asking import AsksNumber
from flows.speech import Phone
from flows.step import Go, Move, Need, Outcomes, Visit, Wait
from flows.verbs import Keys


class Message(AsksNumber):
    """
    Promise a text message when the fault that was read is repaired, to the caller's own number
    or another one, read back first.

    It comes after `notices`, whose place and fault it is about; without them it goes on at
    once. Thanks are said only when the promise is stored. Whoever has asked already is told so,
    and may withdraw it. `failed`: nobody knows whether it was stored, or the caller did not
    try again.

        type: message
        next: main
        exits: {failed: person}
    """

    outcomes: ClassVar[Outcomes] = {"failed": "human", "exhausted": "human"}
    waits = True
    passes = ("next",)
    asking: ClassVar[str] = "after.sms"
    speaks = (
        "after.sms.number",
        "after.sms.ask",
        "after.sms.ask.hidden",
        "after.sms.ask.again",
        "after.sms.invalid",
        "after.sms.done",
        "after.sms.over",
        "after.sms.exists",
        "after.sms.exists.menu",
        "after.sms.cancelled",
        "after.sms.failed",
        "after.sms.failed.closed",
        "after.enough",
        "callback.number.typed",
        "menu.none.1",
        "menu.none.2",
        "menu.wrong.1",
        "menu.wrong.2",
        "menu.giveup.open",
    )

    type: Literal["message"]

    def enter(self, visit: Visit) -> Move:
        """Offer the caller's own number if we have it; said again, say what was said last."""
        if not visit.state.place or not visit.state.about:
            return self.leave()
        match visit.state.memo.get("phase"):
            case "typed":
                return self.read_back(visit)
            case "ask":
                return self.ask(visit)
            case "failed":
                return self._failed(visit)
        own = visit.state.caller.number
        if not own:
            return self.ask(visit, "after.sms.ask.hidden")
        visit.remember(phase="own", keyed=own)
        return self.look_at(visit, own)

    def given(self, visit: Visit, given: Input) -> Move:
        """Take the key or the number, in the light of what was asked."""
        match visit.state.memo.get("phase"), given:
            case "ask", _:
                return self.typed(visit, given)
            case "exists", _:
                return self._kept(visit, given)
            case "own" | "typed" | "failed", Pressed("1"):
                return self._book(visit)
            case "own" | "typed", Pressed("2"):
                visit.change(tries=0)
                return self.ask(visit)
            case "failed", Silent():
                return self.leave("failed")
        return self.try_again(visit, given)

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Go on with what came of checking a number, of promising, or of withdrawing."""
        match visit.state.memo["phase"]:
            case "book":
                return self._booked(visit, outcome)
            case "withdraw":
                return self._withdrawn(visit, outcome)
            case phase:
                return self._checked(visit, phase, outcome)

    def look_at(self, visit: Visit, keyed: str) -> Need:
        """Ask also whether a message is to come to it already."""
        return Need(CheckMessage(keyed, visit.state.place, visit.state.about))

    def _checked(self, visit: Visit, phase: str, outcome: Outcome) -> Move:
        if outcome.status == "refused":
            return self.invalid(visit)
        if outcome.status != "done":
            return self._unsure()
        visit.remember(number=outcome.value["number"])
        if "exists" not in outcome.value:
            return self._read_own(visit) if phase == "own" else self.read_back(visit)
        visit.say("after.sms.exists")
        if outcome.value["number"] != visit.state.caller.number:
            return self.leave()
        visit.say("after.sms.exists.menu")
        visit.remember(phase="exists")
        return Wait(Keys())

    def _read_own(self, visit: Visit) -> Move:
        visit.say("after.sms.number", {"NUM": Phone(visit.state.memo["number"])})
        return Wait(Keys())

    def _kept(self, visit: Visit, given: Input) -> Move:
        """Withdraw what was promised, or leave it as it is."""
        match given:
            case Pressed("1"):
                visit.remember(phase="withdraw")
                return Need(WithdrawMessage(visit.state.place, visit.state.about))
            case Silent() | Pressed("3"):
                return self.leave()
        return self.try_again(visit, given)

    def _book(self, visit: Visit) -> Move:
        visit.remember(phase="book")
        number = visit.state.memo["number"]
        return Need(MessageWhenRepaired(number, visit.state.place, visit.state.about))

    def _booked(self, visit: Visit, outcome: Outcome) -> Move:
        match outcome.status:
            case "done":
                if "over" in outcome.value:
                    visit.say("after.sms.over")
                    return self.leave()
                visit.say("after.sms.exists" if "exists" in outcome.value else "after.sms.done")
                visit.say("after.enough")
                return self.leave()
            case "refused":
                return self.invalid(visit)
            case "failed":
                return self._failed(visit)
        return self._unsure()

    def _failed(self, visit: Visit) -> Move:
        visit.say("after.sms.failed" if visit.opening().open else "after.sms.failed.closed")
        visit.remember(phase="failed")
        return Wait(Keys())

    def _withdrawn(self, visit: Visit, outcome: Outcome) -> Move:
        if outcome.status not in {"done", "refused"}:
            return self._unsure()
        visit.say("after.sms.cancelled")
        return self.leave()

    def _unsure(self) -> Go:
        """It may be done and may not: whatever is said of it may be untrue."""
        return self.leave("failed")
