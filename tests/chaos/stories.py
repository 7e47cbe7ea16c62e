"""One customer's callback, from asking to the end, with somebody killed on the way."""

from dataclasses import dataclass
from itertools import count

from simulator.leg import Leg
from tests.chaos.checker import RECEIPT, problems_of
from tests.chaos.kills import read_kill
from tests.chaos.town import LINE, MORNING, NIGHT, Town

AGENT = "+358931570010"
ALREADY = "Olette jo pyytänyt"
TRIES = 4
_numbers = count(358401170001)


@dataclass(frozen=True)
class Case:
    """
    Who is killed where: `night` while it is asked for, `kills` in the morning, one by one.

    `faults` are met by our next orders of calls; `phone` is what the customer's telephone does,
    call by call, `agent` what that of the first agent does. `held`: Twilio tells no statuses.
    `slow`: it queues calls until all kills are done. `daytime`: it is asked for in the morning,
    when nobody answers.
    """

    kills: tuple[str, ...] = ()
    night: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    phone: tuple[str, ...] = ("answer",)
    agent: tuple[str, ...] = ("answer",)
    held: bool = False
    slow: bool = False
    daytime: bool = False

    @property
    def points(self) -> list[str]:
        """The failpoints that it is about, in their order."""
        return [read_kill(text).point for text in (*self.night, *self.kills)]

    def __str__(self) -> str:
        """Its name in the report."""
        marks = [name for name in ("held", "slow", "daytime") if getattr(self, name)]
        when = ["night", *self.night] if self.night else []
        phones = [*self.phone, *self.agent] if {*self.phone, *self.agent} != {"answer"} else []
        return " ".join([*when, *self.kills, *self.faults, *phones, *marks])


def lived(town: Town, case: Case) -> list[str]:
    """Let it happen, and return what the checker finds and which kills were not carried out."""
    number = new_number()
    done = _asks(town, case, number)
    _prepare(town, case, number)
    town.nemesis.plan(case.kills)
    if case.daytime:
        _asks_by_day(town, number)
    else:
        town.begin(MORNING, "web", "worker")
    town.settles(number)
    town.slow = False
    missed = sorted({*case.points} - {*done, *town.nemesis.done})
    problems = problems_of(town.rows, town.calls(), number)
    return [*problems, *(f"nobody came by {point}" for point in missed)]


def new_number() -> str:
    """Return the number of somebody who has not called yet."""
    return f"+{next(_numbers)}"


def _asks(town: Town, case: Case, number: str) -> list[str]:
    """At night, with only the web server there; return what was carried out."""
    if town.redis:
        town.redis.revive()
    if case.daytime:
        return []
    town.nemesis.plan(case.night)
    town.begin(NIGHT, "web")
    books(town, number)
    return list(town.nemesis.done)


def _asks_by_day(town: Town, number: str) -> None:
    """While a worker listens to the bell; nobody of ours answers until the receipt is heard."""
    town.exchange.telephones.default = "no-answer"
    town.exchange.telephones[AGENT] = "no-answer"
    town.begin(MORNING, "web", "worker")
    try:
        books(town, number)
    finally:
        town.exchange.telephones.default = town.exchange.telephones[AGENT] = "answer"


def _prepare(town: Town, case: Case, number: str) -> None:
    town.exchange.faults.clear()
    town.exchange.faults.extend(case.faults)
    town.exchange.telephones[number] = list(case.phone)
    town.exchange.telephones[AGENT] = list(case.agent)
    town.exchange.callbacks.held.clear()
    town.exchange.callbacks.mode = "held" if case.held else "prompt"
    town.slow = case.slow


def books(town: Town, number: str) -> None:
    """Call until the receipt is heard, as somebody does who is cut off."""
    for _ in range(TRIES):
        leg = town.exchange.dial(number, LINE)
        for keys in ("0", "1", "1"):
            if not leg.ended and leg.wait:
                town.exchange.press(leg, keys)
        if not leg.ended:
            town.exchange.hang_up(leg)
        town.revive()
        if _hears(leg, RECEIPT) or _hears(leg, ALREADY):
            return
    raise AssertionError(f"no receipt: {leg.transcript} {town.exchange.problems[-5:]}")


def _hears(leg: Leg, words: str) -> bool:
    return any(words in event.get("say", "") for event in leg.transcript)
