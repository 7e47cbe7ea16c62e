"""The step type `rating`."""

from typing import ClassVar, Literal

from flows.asks import KeepRating, Outcome
from flows.inputs import Input, Pressed, Silent
from flows.step import Move, Need, Outcomes, Step, Visit, Wait
from flows.verbs import Keys

MOST_ASKED = 2


class Rating(Step):
    """
    Ask one question after a conversation: 1 to 5 by key, 5 is the best.

    `effort`: how easy it was; `satisfaction`: how satisfied; `recommendation`: how likely to
    recommend us. Hanging up, silence and 0 skip it; a key that means nothing asks once more. A
    line names the flow that asks (`survey:`); nobody is asked twice in a week.

        type: rating
        question: effort
        next: bye
    """

    outcomes: ClassVar[Outcomes] = {}
    waits = True
    zero_skips = True
    speaks = (
        "survey.invite",
        "survey.effort",
        "survey.satisfaction",
        "survey.recommendation",
        "survey.thanks",
    )

    type: Literal["rating"]
    question: Literal["effort", "satisfaction", "recommendation"]

    def enter(self, visit: Visit) -> Move:
        """Say that we ask one thing, and ask it."""
        visit.say("survey.invite")
        return self._ask(visit)

    def given(self, visit: Visit, given: Input) -> Move:
        """Keep an answer; whoever says nothing, or does not want to, is let go."""
        match given:
            case Pressed("1" | "2" | "3" | "4" | "5" as key):
                return Need(KeepRating(self.question, int(key)))
            case Pressed("0") | Silent():
                return self.leave()
        visit.change(tries=visit.state.tries + 1)
        return self.leave() if visit.state.tries >= MOST_ASKED else self._ask(visit)

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Thank for what was kept."""
        if outcome.status == "done":
            visit.say("survey.thanks")
        return self.leave()

    def _ask(self, visit: Visit) -> Move:
        visit.say(f"survey.{self.question}")
        return Wait(Keys())
