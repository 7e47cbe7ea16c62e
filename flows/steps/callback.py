"""The step type `callback`."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from flows.asks import BookCallback, CheckNumber, Outcome
from flows.inputs import Entered, Input, Pressed, Silent
from flows.speech import Count, Moment, Phone
from flows.step import MOST_TRIES, Move, Need, Outcomes, Step, Visit, Wait
from flows.verbs import Digits, Keys

PHONE_DIGITS = 15
PAUSE_SECONDS = 3
MOST_WORDED_TRIES = 3


class Callback(Step):
    """
    Take a request to be rung back: the caller's own number or another one, read back first.

    Thanks are said only when the request is stored. A number that may not be rung is said
    before that, and another asked for. `failed`: it could not be stored; `refused`: the caller
    has no number that we may ring.

        type: callback
        next: bye
        exits: {failed: not-kept, refused: voicemail}
    """

    outcomes: ClassVar[Outcomes] = {"failed": "human", "refused": "human", "exhausted": "human"}
    waits = True
    passes = ("failed",)
    speaks = (
        "callback.number.own",
        "callback.number.ask",
        "callback.number.ask.hidden",
        "callback.number.ask.again",
        "callback.number.typed",
        "callback.number.invalid",
        "callback.done",
        "callback.done.place",
        "callback.when.open",
        "callback.when.today",
        "callback.when.day",
        "callback.done.tries",
        "callback.done.tries.1",
        "callback.done.tries.2",
        "callback.done.tries.3",
        "callback.refused",
        "callback.refused.closed",
        "callback.failed",
        "menu.giveup.open",
    )

    type: Literal["callback"]
    topic: str = ""
    """What it is about; empty: what the flow's person is there for."""

    def enter(self, visit: Visit) -> Move:
        """Offer the caller's own number if we have it; said again, say what was said last."""
        match visit.state.memo.get("phase"):
            case "typed":
                return self._read_back(visit, "callback.number.typed")
            case "ask":
                return self._ask(visit, "callback.number.ask")
            case "refused":
                return self._refuse(visit)
        own = visit.state.caller.number
        if not own:
            return self._ask(visit, "callback.number.ask.hidden")
        visit.remember(phase="own", number=own)
        return Need(CheckNumber(own))

    def given(self, visit: Visit, given: Input) -> Move:
        """Take the key or the number, in the light of what was asked."""
        phase = visit.state.memo.get("phase")
        if phase == "ask":
            return self._typed(visit, given)
        if phase == "refused" and given == Pressed("2"):
            return self.leave("refused")
        if phase != "refused" and given == Pressed("1"):
            topic = self.topic or visit.flow.topic
            visit.remember(phase="book")
            return Need(BookCallback(visit.state.memo["number"], topic))
        if given == Pressed("1" if phase == "refused" else "2"):
            visit.change(tries=0)
            return self._ask(visit, "callback.number.ask")
        return self.try_again(visit, given)

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Go on with what came of checking a number, or of storing the request."""
        phase = visit.state.memo.get("phase")
        if phase == "book":
            return self._booked(visit, outcome)
        if outcome.status == "done":
            visit.remember(number=outcome.value["number"])
            key = "callback.number.own" if phase == "own" else "callback.number.typed"
            return self._read_back(visit, key)
        if outcome.status != "refused":
            return self._not_kept(visit, outcome)
        return self._refuse(visit) if phase == "own" else self._invalid(visit)

    def _ask(self, visit: Visit, key: str) -> Move:
        visit.say(key)
        visit.remember(phase="ask")
        return Wait(Digits(most=PHONE_DIGITS, timeout_seconds=PAUSE_SECONDS))

    def _typed(self, visit: Visit, given: Input) -> Move:
        if isinstance(given, Entered) and given.digits:
            visit.remember(phase="check", keyed=given.digits)
            return Need(CheckNumber(given.digits))
        return self._again(visit, "callback.number.ask.again" if isinstance(given, Silent) else "")

    def _again(self, visit: Visit, key: str) -> Move:
        visit.change(tries=visit.state.tries + 1)
        if visit.state.tries >= MOST_TRIES:
            return self.give_up(visit)
        return self._ask(visit, key or "callback.number.ask")

    def _invalid(self, visit: Visit) -> Move:
        visit.change(tries=visit.state.tries + 1)
        if visit.state.tries >= MOST_TRIES:
            return self.give_up(visit)
        visit.say("callback.number.invalid", {"NUM": Phone(visit.state.memo["keyed"])})
        visit.remember(phase="ask")
        return Wait(Digits(most=PHONE_DIGITS, timeout_seconds=PAUSE_SECONDS))

    def _read_back(self, visit: Visit, key: str) -> Move:
        visit.say(key, {"NUM": Phone(visit.state.memo["number"])})
        visit.remember(phase="own" if key.endswith("own") else "typed")
        return Wait(Keys())

    def _refuse(self, visit: Visit) -> Move:
        visit.say("callback.refused" if visit.opening().open else "callback.refused.closed")
        visit.remember(phase="refused")
        return Wait(Keys())

    def _booked(self, visit: Visit, outcome: Outcome) -> Move:
        if outcome.status == "refused":
            return self._refuse(visit)
        if outcome.status != "done":
            return self._not_kept(visit, outcome)
        visit.say("callback.done")
        _say_when(visit, outcome.value)
        _say_tries(visit, int(outcome.value["tries"]))
        return self.leave()

    def _not_kept(self, visit: Visit, outcome: Outcome) -> Move:
        if outcome.status == "unknown":  # it may be kept: to deny it may be as untrue
            return self.leave("failed")
        visit.say("callback.failed")  # what follows, a person or a message, speaks for itself
        return self.leave("failed")


def _say_when(visit: Visit, told: Mapping[str, str]) -> None:
    now = visit.world.now
    if told["when"] != "open":  # while closed there is no queue to have a place in
        visit.say("callback.done.place")
    if told["when"] == "today":
        visit.say("callback.when.today")
        return
    at = Moment(datetime.fromisoformat(told["opens_at"]), now, day_only=told["when"] == "day")
    visit.say(f"callback.when.{told['when']}", {"T": at})


def _say_tries(visit: Visit, tries: int) -> None:
    if tries <= MOST_WORDED_TRIES:
        visit.say(f"callback.done.tries.{tries}")
    else:
        visit.say("callback.done.tries", {"N": Count(tries)})
