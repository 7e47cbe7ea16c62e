"""Let a caller choose when they are rung back, once they are promised that they are."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flows.asks import ChooseTime, Outcome
from flows.inputs import Input, Pressed, Silent
from flows.speech import Between, Key, SlotValue
from flows.step import Move, Need, Step, Visit, Wait
from flows.verbs import Keys

SPEAKS = (
    "callback.times.offer",
    "callback.times.one",
    "callback.times.done",
    "callback.times.kept",
    "callback.kept",
)
CHOOSING = frozenset({"offer", "times", "move", "keep"})


class ChoosesTime(Step):
    """
    Not a type of its own. `phase` is `offer`, `times` once they are told, `move` when one was
    chosen; `id` and `times` are those of the receipt. The promise stands whatever happens here.
    """

    def offer_times(self, visit: Visit, told: Outcome) -> Move:
        """Offer them by one key, if there are any."""
        if not told.value.get("times"):
            return self.leave()
        visit.change(tries=0)
        visit.remember(phase="offer", id=told.value["id"], times=told.value["times"])
        return self.choosing(visit)

    def choosing(self, visit: Visit) -> Move:
        """Say what may be chosen."""
        if visit.state.memo["phase"] == "offer":
            visit.say("callback.times.offer")
        else:
            for number, pair in enumerate(_pairs(visit), 1):
                values: dict[str, SlotValue] = {"W": _between(visit, pair), "K": Key(str(number))}
                visit.say("callback.times.one", values)
        return Wait(Keys())

    def chosen(self, visit: Visit, given: Input) -> Move:
        """Take the key; silence is content with what was promised."""
        match visit.state.memo["phase"], given:
            case "offer", Pressed("1"):
                visit.change(tries=0)
                visit.remember(phase="times")
                return self.choosing(visit)
            case "times", Pressed(key) if key in _keys(visit):
                visit.remember(phase="move", chosen=key)
                return Need(ChooseTime(visit.state.memo["id"], *_chosen(visit)))
            case _, Silent():
                return self.keep_time(visit)
        return self.try_again(visit, given)

    def moved(self, visit: Visit, outcome: Outcome) -> Move:
        """Thank by name of the time, or say that the promise stands."""
        if visit.state.memo["phase"] == "keep":
            return self.leave()
        match outcome.status:
            case "done":
                visit.say("callback.times.done", {"W": _between(visit, _chosen(visit))})
            case "unknown":  # either time may be the one: that we ring is true of both
                visit.say("callback.kept")
            case _:
                visit.say("callback.times.kept")
        return self.leave()

    def keep_time(self, visit: Visit) -> Move:
        """Say that what was promised stands, if they have asked for the other times."""
        if visit.state.memo["phase"] == "times" or visit.state.tries:
            visit.say("callback.kept")
        visit.remember(phase="keep")
        return Need(ChooseTime(visit.state.memo["id"]))


def _pairs(visit: Visit) -> Iterator[tuple[int, int]]:
    for pair in visit.state.memo["times"].split():
        start, _, end = pair.partition("-")
        yield int(start), int(end)


def _keys(visit: Visit) -> list[str]:
    return [str(number) for number, _ in enumerate(_pairs(visit), 1)]


def _chosen(visit: Visit) -> tuple[int, int]:
    return list(_pairs(visit))[int(visit.state.memo["chosen"]) - 1]


def _between(visit: Visit, pair: tuple[int, int]) -> Between:
    start, end = (datetime.fromtimestamp(at, UTC) for at in pair)
    return Between(start, end, visit.world.now)
