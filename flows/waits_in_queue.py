"""Wait in the queue for a person: joining, what may come of it, and the choice for who cannot."""

from collections.abc import Callable, Mapping

from flows.asks import LeaveQueue, Outcome
from flows.danger import report_danger
from flows.inputs import Input, Pressed, Queued, Silent
from flows.person import connect, nobody_took, reach, say_goodbye
from flows.queueing import SPEAKS as OF_WAITING
from flows.step import End, Move, Need, Step, Visit, Wait
from flows.verbs import Enqueue, Keys

CHOICES = {"1": "callback", "2": "voicemail"}
SPEAKS = (
    *OF_WAITING,
    "queue.agent_lost",
    "queue.full",
    "queue.closed",
    "queue.nobody",
    "menu.none.1",
    "menu.none.2",
    "menu.wrong.1",
    "menu.wrong.2",
)


class WaitsInQueue(Step):
    """
    Not a type of its own. `phase` in the memo is `join` while waiting, `left` while it is found
    out what is to follow, `choice` (with `why`) when a callback or a message is offered.
    """

    def enter(self, visit: Visit) -> Move:
        """Say the choice again."""
        return self.offer_choice(visit, visit.state.memo["why"])

    def given(self, visit: Visit, given: Input) -> Move:
        """Take the choice, or ask what is to follow the wait."""
        match given:
            case Queued(result):
                visit.remember(phase="left")
                return Need(LeaveQueue(result))
            case Pressed("1" | "2" as key):
                return self.leave(CHOICES[key])
            case Pressed() | Silent():
                return self.try_again(visit, given)
        return nobody_took(visit, self.unanswered(visit))

    def give_up(self, visit: Visit) -> Move:  # noqa: ARG002 -- every step's
        """Whoever could not wait and says nothing may leave a message."""
        return self.leave("voicemail")

    def joined(self, visit: Visit, outcome: Outcome) -> Move:
        """Wait, once that is durable; else the telephones, as if there were no desk."""
        if outcome.status == "done":
            may_ask = "callback" in self.exits and not visit.state.attempt
            return Wait(Enqueue(visit.state.memo["topic"], visit.flow.desk, may_ask))
        if outcome.value.get("reason") == "no_agents":
            return self._without_agents(visit)
        visit.note("queue-not-joined", outcome.status)
        return self._without_queue(visit)

    def left(self, visit: Visit, outcome: Outcome) -> Move:
        """Go on after the wait: every way out of the queue leads somewhere."""
        visit.change(language=outcome.value.get("language", visit.state.language))
        how = outcome.value.get("how", "") if outcome.status == "done" else outcome.status
        way = self._ways().get(how)
        if way:
            return way(visit)
        visit.note("queue-left", how)
        return self._without_queue(visit)

    def offer_choice(self, visit: Visit, why: str) -> Move:
        """Offer a callback or a message, if both are wired."""
        if not self.exits.keys() >= {*CHOICES.values()}:
            return nobody_took(visit, self.unanswered(visit))
        visit.remember(phase="choice", why=why)
        visit.say(f"queue.{why}")
        return Wait(Keys())

    def unanswered(self, visit: Visit) -> str:
        """Name the step for when nobody took it; none where a callback could not be noted."""
        return "" if "noted" in visit.state.memo else self.exits.get("unanswered", "")

    def _ways(self) -> Mapping[str, Callable[[Visit], Move]]:
        return {
            "met": say_goodbye,
            "gone": lambda _: End(),
            "callback": self._call_back,
            "danger": report_danger,
            "lost": self._lost,
            "again": self._wait_on,
            "nobody": self._without_agents,
            "closed": lambda visit: self.offer_choice(visit, "closed"),
            "full": lambda visit: self.offer_choice(visit, "full"),
        }

    def _call_back(self, visit: Visit) -> Move:
        if "callback" in self.exits:
            return self.leave("callback")
        return nobody_took(visit, self.unanswered(visit))

    def _lost(self, visit: Visit) -> Move:
        visit.say("queue.agent_lost")
        return self._wait_on(visit)

    def _wait_on(self, visit: Visit) -> Move:
        return reach(visit, visit.state.memo["topic"], self.unanswered(visit))

    def _without_agents(self, visit: Visit) -> Move:
        """Everybody is away from their desks: the telephones, if there are any."""
        if visit.world.destinations(visit.state.memo["topic"], visit.state.language):
            return self._without_queue(visit)
        return self.offer_choice(visit, "nobody")

    def _without_queue(self, visit: Visit) -> Move:
        topic, unanswered = visit.state.memo["topic"], self.unanswered(visit)
        if not visit.world.destinations(topic, visit.state.language):
            return nobody_took(visit, unanswered)
        return connect(visit, topic, unanswered)
