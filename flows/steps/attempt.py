"""The step type `attempt`."""

from typing import ClassVar, Literal

from flows.asks import Outcome, TellAttempt
from flows.inputs import Input, Pressed, Silent
from flows.speech import Greeting
from flows.step import MOST_TRIES, End, Move, Need, Outcomes, Step, Visit, Wait
from flows.verbs import Keys


class Attempt(Step):
    """
    Say who rings and why, to a customer who asked to be rung back.

    1 goes on to `next`, the person; 2 rings later; 3: they did not ask, and we never ring this
    number again. Silence twice hangs up: it was a voicemail, or nobody who wants to talk. Nothing
    of the matter is said before 1.

        type: attempt
        next: person
    """

    outcomes: ClassVar[Outcomes] = {}
    waits = True
    speaks = (
        "outbound.hello",
        "outbound.hello.more",
        "outbound.later.done",
        "outbound.not_me.done",
        "outbound.voicemail.last",
    )

    type: Literal["attempt"]

    def enter(self, visit: Visit) -> Move:
        """Introduce ourselves."""
        visit.say("outbound.hello", {"greeting": Greeting(visit.world.now)})
        if visit.state.tries:
            visit.say("outbound.hello.more")
        return Wait(Keys())

    def given(self, visit: Visit, given: Input) -> Move:
        """Go on, or end with what they said."""
        match given:
            case Pressed("1"):
                return self.leave()
            case Pressed("2"):
                visit.remember(said="later")
                return Need(TellAttempt("later"))
            case Pressed("3"):
                visit.remember(said="not_me")
                return Need(TellAttempt("not_me"))
        visit.change(tries=visit.state.tries + 1)
        if visit.state.tries >= MOST_TRIES or (visit.state.tries > 1 and given == Silent()):
            self._say_goodbye(visit, given)
            return End()
        return self.enter(visit)

    def _say_goodbye(self, visit: Visit, given: Input) -> None:
        """What does not answer on the last try may be a voicemail box: it is told so."""
        if visit.state.last_try and given == Silent():
            visit.say("outbound.voicemail.last", {"greeting": Greeting(visit.world.now)})
        else:
            visit.say("end.bye.short")

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Say what will happen; what could not be stored is not promised."""
        if outcome.status == "done":
            visit.say(f"outbound.{visit.state.memo['said']}.done")
        else:
            visit.say("end.bye.short")
        return End()
