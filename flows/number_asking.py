"""Have a telephone number typed and read back: what several steps have in common."""

from typing import ClassVar

from flows.asks import CheckNumber, Outcome
from flows.inputs import Entered, Input, Silent
from flows.speech import Phone
from flows.step import MOST_TRIES, Move, Need, Step, Visit, Wait
from flows.verbs import Digits, Keys

PHONE_DIGITS = 15
PAUSE_SECONDS = 3
TYPING = Digits(most=PHONE_DIGITS, timeout_seconds=PAUSE_SECONDS)
SPEAKS = (
    "callback.number.ask",
    "callback.number.ask.again",
    "callback.number.typed",
    "callback.number.invalid",
)


class AsksNumber(Step):
    """
    Not a type of its own. The memo's `phase` is `ask` while a number is typed, `check` while it
    is looked at, `typed` when it was read back; then `number` is it, in E.164. `asking` is what
    the keys of its own prompts begin with.
    """

    asking: ClassVar[str] = "callback.number"

    def look_at(self, _visit: Visit, keyed: str) -> Need:
        """Have a number looked at."""
        return Need(CheckNumber(keyed))

    def ask(self, visit: Visit, key: str = "") -> Move:
        """Ask for a number."""
        visit.say(key or f"{self.asking}.ask")
        visit.remember(phase="ask")
        return Wait(TYPING)

    def typed(self, visit: Visit, given: Input) -> Move:
        """Have it checked; silence and a lone # are answered by naming the key that ends it."""
        if isinstance(given, Entered) and given.digits:
            visit.remember(phase="check", keyed=given.digits)
            return self.look_at(visit, given.digits)
        visit.change(tries=visit.state.tries + 1)
        if visit.state.tries >= MOST_TRIES:
            return self.give_up(visit)
        return self.ask(visit, f"{self.asking}.ask.again" if isinstance(given, Silent) else "")

    def checked(self, visit: Visit, outcome: Outcome) -> Move:
        """Read it back, or ask for another one."""
        if outcome.status == "done":
            visit.remember(number=outcome.value["number"])
            return self.read_back(visit)
        return self.invalid(visit)

    def invalid(self, visit: Visit) -> Move:
        """Say that it is of no use, and ask for another one."""
        visit.change(tries=visit.state.tries + 1)
        if visit.state.tries >= MOST_TRIES:
            return self.give_up(visit)
        visit.say(f"{self.asking}.invalid", {"NUM": Phone(visit.state.memo["keyed"])})
        visit.remember(phase="ask")
        return Wait(TYPING)

    def read_back(self, visit: Visit) -> Move:
        """Say it, and wait for whether it is right."""
        visit.say("callback.number.typed", {"NUM": Phone(visit.state.memo["number"])})
        visit.remember(phase="typed")
        return Wait(Keys())
