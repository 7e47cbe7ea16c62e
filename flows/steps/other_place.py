"""The step type `other-place`."""

from typing import ClassVar, Literal

from flows.asks import LookUp, Outcome
from flows.inputs import Entered, Input, Pressed, Silent
from flows.speech import Postcode
from flows.step import MOST_TRIES, Move, Need, Outcomes, Step, Visit, Wait
from flows.verbs import Digits, Keys

POSTCODE_DIGITS = 5


class OtherPlace(Step):
    """
    Ask for a postcode, and whether the caller calls for somebody else.

    The next step is usually `notices`, which reads what is known of that place.

        type: other-place
        behalf: true
        next: there
    """

    outcomes: ClassVar[Outcomes] = {"exhausted": "human"}
    waits = True
    speaks = (
        "place.ask",
        "place.ask.again",
        "place.behalf",
        "place.unknown",
        "place.pobox",
        "menu.digits.none",
        "menu.giveup.open",
    )

    type: Literal["other-place"]
    behalf: bool = False
    """Ask on whose behalf; only a caller whom we know is asked."""

    def enter(self, visit: Visit) -> Move:
        """Ask on whose behalf, once, and then for the postcode."""
        asked = visit.state.memo.get("phase") == "digits"
        if self.behalf and visit.state.caller.customers and not asked:
            visit.say("place.behalf")
            return Wait(Keys())
        return self._ask(visit, "place.ask")

    def given(self, visit: Visit, given: Input) -> Move:
        """Take the answer: one key about whom, or five digits."""
        if visit.state.memo.get("phase") != "digits":
            visit.change(behalf=given == Pressed("2"))
            return self._ask(visit, "place.ask")
        if isinstance(given, Silent):
            return self._again(visit, "menu.digits.none")
        digits = given.digits if isinstance(given, Entered) else ""
        if len(digits) != POSTCODE_DIGITS or not digits.isdigit():
            return self._again(visit, "place.ask.again")
        visit.remember(typed=digits)
        return Need(LookUp((digits,), visit.world.line.services))

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Keep the place if it exists; if nobody could tell, believe the caller."""
        typed = visit.state.memo["typed"]
        kind = outcome.areas[0].kind if outcome.areas else "area"
        if kind != "area":
            key = "place.pobox" if kind == "pobox" else "place.unknown"
            return self._again(visit, key, typed)
        visit.change(place=typed, typed=True)
        return self.leave()

    def _ask(self, visit: Visit, key: str, postcode: str = "") -> Move:
        visit.say(key, {"P": Postcode(postcode)} if postcode else None)
        visit.remember(phase="digits")
        return Wait(Digits(most=POSTCODE_DIGITS))

    def _again(self, visit: Visit, key: str, postcode: str = "") -> Move:
        visit.change(tries=visit.state.tries + 1)
        if visit.state.tries >= MOST_TRIES:
            return self.give_up(visit)
        return self._ask(visit, key, postcode)
