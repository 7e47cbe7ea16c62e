"""The step type `notices`."""

from typing import ClassVar, Literal

from flows.asks import Area, LookUp, Outcome
from flows.changed import CHANGED
from flows.inputs import Input, Pressed, Silent
from flows.reading import (
    WAYS_ON,
    heard_already,
    may_be_named,
    places_to_ask,
    read_aloud,
    say_nothing_known,
    services_here,
)
from flows.speech import Postcode
from flows.step import Go, Move, Need, Outcomes, Step, Visit, Wait
from flows.verbs import Keys

TWO = 2


class Notices(Step):
    """
    Read what is broken where the caller is, and say what they can do about it.

    The place is the one chosen in this call, else the caller's own; which of their places they
    mean is asked only when one of them has a notice. Who calls again within a day hears only what
    has changed since. Leaves by `next` when there is nothing to
    read or the caller wants something else, by `other` for another address, by `report` when a
    fault is not known to us, by `still-out` when it is said to be repaired (unless it leads
    somewhere of its own, that is `report` too), by `message` for a text message when it is
    repaired, by `ask` when the postcode must be asked, and by `unknown` when we do not know where
    the caller is. The text message is offered where `message` leads somewhere and the line has
    an SMS sender.

    `tell: true` also says that nothing is known, for a caller who asks about a fault.

        type: notices
        next: main
        exits: {other: elsewhere, ask: elsewhere, message: text-me, still-out: still-out}
    """

    outcomes: ClassVar[Outcomes] = {
        "other": "human",
        "report": "human",
        "still-out": "human",
        "message": "next",
        "ask": "next",
        "unknown": "next",
        "exhausted": "human",
    }
    waits = True
    passes = ("next", "ask", "unknown")
    speaks = (
        "after.delivery",
        "after.repair",
        "after.more",
        "after.sorry",
        *CHANGED,
        "place.which",
        "place.none",
        "place.none.delivery",
        "place.no_data",
        "menu.none.1",
        "menu.none.2",
        "menu.wrong.1",
        "menu.wrong.2",
        "menu.giveup.open",
    )

    type: Literal["notices"]
    tell: bool = False
    """Say also that nothing is known of."""

    def enter(self, visit: Visit) -> Move:
        """Look up the places there are; without any, leave by `unknown`."""
        places, services = places_to_ask(visit.state), services_here(visit)
        if not services:
            return self.leave()
        if not places:
            return self.leave("unknown")
        return Need(LookUp(places, services))

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Read, ask which place, or go on."""
        if outcome.status != "done" or not outcome.areas:
            visit.note("no-notices", outcome.status)
            return self._unable(visit)
        if may_be_named(visit.state, outcome.areas):
            return self._here(visit, outcome.areas[0])
        return self._which(visit, outcome.areas)

    def given(self, visit: Visit, given: Input) -> Move:
        """Take the key in the light of what it answers."""
        if visit.state.memo.get("phase") == "which":
            return self._place_chosen(visit, given)
        if isinstance(given, Silent):
            return self.leave()
        ways = WAYS_ON[visit.state.memo["phase"]]
        if isinstance(given, Pressed) and given.key in ways:
            return self.leave(ways[given.key])
        return self.try_again(visit, given)

    def leave(self, outcome: str = "next") -> Go:
        """Leave by an exit; flows that know nothing of `still-out` take it for a report."""
        unwired = outcome == "still-out" and outcome not in self.exits
        return super().leave("report" if unwired else outcome)

    def _unable(self, visit: Visit) -> Move:
        if self.tell:
            visit.say("place.no_data")
        return self.leave()

    def _here(self, visit: Visit, area: Area) -> Move:
        visit.change(place=area.postcode)
        if not visit.state.memo and heard_already(visit, area):
            return self.leave()
        messages = visit.world.line.messages and "message" in self.exits
        phase = read_aloud(visit, area, messages=messages)
        if not phase and (self.tell or visit.state.memo.get("phase") == "which"):
            phase = say_nothing_known(visit, area)
        if not phase:
            return self.leave()
        visit.remember(phase=phase)
        return Wait(Keys())

    def _which(self, visit: Visit, areas: tuple[Area, ...]) -> Move:
        noticed = any(area.notices for area in areas)
        if not noticed and not self.tell:
            return self.leave()
        own = visit.state.caller.places
        if len(own) != TWO:
            return self.leave("ask")
        visit.say("place.which", {"P1": Postcode(own[0]), "P2": Postcode(own[1])})
        visit.remember(phase="which")
        return Wait(Keys())

    def _place_chosen(self, visit: Visit, given: Input) -> Move:
        own = visit.state.caller.places
        choices = dict(zip("12", own, strict=False))
        if isinstance(given, Pressed) and given.key in choices:
            visit.change(place=choices[given.key], tries=0)
            return Need(LookUp((visit.state.place,), services_here(visit)))
        if given == Pressed("3"):
            return self.leave("ask")
        return self.try_again(visit, given)
