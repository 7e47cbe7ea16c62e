"""The step type `callback`."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from flows.asks import BookCallback, CheckNumber, Outcome
from flows.choosing_time import CHOOSING, ChoosesTime
from flows.choosing_time import SPEAKS as OF_TIMES
from flows.existing_callback import SPEAKS, TellsOfCallback
from flows.inputs import Input, Pressed
from flows.speech import Count, Moment, Phone
from flows.step import Move, Need, Outcomes, Visit, Wait
from flows.verbs import Keys

MOST_WORDED_TRIES = 3
OWN_STOPPED = "own-stopped"


class Callback(TellsOfCallback, ChoosesTime):
    """
    Take a request to be rung back: the caller's own number or another one, read back first.

    Whoever has asked already is told of it instead, and keeps, moves or cancels that one. Thanks
    are said only when the request is stored. A number that may not be rung is said before that,
    and another asked for. Whoever calls from a number that asked us never to ring it again may
    take that back by key. With `times`, once it is stored, one key offers up to three other times
    at which somebody is there; the promise does not wait for that. `failed`: it could not be
    stored; `refused`: the caller has no number that we may ring.

        type: callback
        next: bye
        times: true
        exits: {failed: not-kept, refused: voicemail}
    """

    outcomes: ClassVar[Outcomes] = {"failed": "human", "refused": "human", "exhausted": "human"}
    waits = True
    passes = ("failed",)
    speaks = (
        *SPEAKS,
        *OF_TIMES,
        "callback.number.own",
        "callback.number.ask.hidden",
        "callback.done",
        "callback.when.open",
        "callback.when.today",
        "callback.when.day",
        "callback.done.tries",
        "callback.done.tries.1",
        "callback.done.tries.2",
        "callback.done.tries.3",
        "callback.refused",
        "callback.refused.closed",
        "callback.stopped.own",
        "callback.failed",
        "menu.giveup.open",
    )

    type: Literal["callback"]
    topic: str = ""
    """What it is about; empty: what the flow's person is there for."""
    times: bool = False
    """Offer other times, once it is promised. A line that is urgent offers none."""

    def enter(self, visit: Visit) -> Move:
        """Tell of an open one, else offer the caller's own number."""
        match visit.state.memo.get("phase"):
            case "refused":
                return self._refuse(visit)
            case "stopped":
                return self._tell_stopped(visit)
            case "offer" | "times":
                return self.choosing(visit)
        return super().enter(visit)

    def without(self, visit: Visit) -> Move:
        """Offer the caller's own number if we have it."""
        own = visit.state.caller.number
        if not own:
            return self.ask(visit, "callback.number.ask.hidden")
        visit.remember(phase="own", number=own)
        return Need(CheckNumber(own))

    def given(self, visit: Visit, given: Input) -> Move:
        """Take the key or the number, in the light of what was asked."""
        is_new = "found" not in visit.state.memo
        match visit.state.memo.get("phase"), given:
            case "offer" | "times", _:
                return self.chosen(visit, given)
            case "refused" | "stopped", Pressed("2"):
                return self.leave("refused")
            case "stopped", Pressed("1"):
                return self._book(visit, lift=True)
            case ("refused", Pressed("1")) | ("own", Pressed("2")):
                visit.change(tries=0)
                return self.ask(visit)
            case ("own" | "typed", Pressed("1")) if is_new:
                return self._book(visit)
        return super().given(visit, given)

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Go on with what came of checking a number, or of storing the request."""
        match visit.state.memo["phase"]:
            case "book":
                return self._booked(visit, outcome)
            case "move" | "keep":
                return self.moved(visit, outcome)
            case "own":
                return self._own(visit, outcome)
            case "check" if outcome.status not in {"done", "refused"}:
                return self._not_kept(visit, outcome)
        return super().answered(visit, outcome)

    def give_up(self, visit: Visit) -> Move:
        """Whoever is promised already needs no person for want of another time."""
        if visit.state.memo.get("phase") in CHOOSING:
            return self.keep_time(visit)
        return super().give_up(visit)

    def _book(self, visit: Visit, *, lift: bool = False) -> Move:
        visit.remember(phase="book")
        number = visit.state.memo["number"]
        return Need(BookCallback(number, self.topic or visit.flow.topic, lift, self.times))

    def _own(self, visit: Visit, outcome: Outcome) -> Move:
        if outcome.status == "refused":
            return self._refuse(visit)
        if outcome.status != "done":
            return self._not_kept(visit, outcome)
        visit.remember(number=outcome.value["number"])
        visit.say("callback.number.own", {"NUM": Phone(visit.state.memo["number"])})
        return Wait(Keys())

    def _refuse(self, visit: Visit) -> Move:
        visit.say("callback.refused" if visit.opening().open else "callback.refused.closed")
        visit.remember(phase="refused")
        return Wait(Keys())

    def _tell_stopped(self, visit: Visit) -> Move:
        visit.say("callback.stopped.own")
        visit.remember(phase="stopped")
        return Wait(Keys())

    def _booked(self, visit: Visit, outcome: Outcome) -> Move:
        if outcome.value.get("reason") == OWN_STOPPED:
            return self._tell_stopped(visit)
        if outcome.status == "refused":
            return self._refuse(visit)
        if outcome.status != "done":
            return self._not_kept(visit, outcome)
        visit.say("callback.done")
        _say_when(visit, outcome.value)
        _say_tries(visit, int(outcome.value["tries"]))
        return self.offer_times(visit, outcome)

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
