"""Dial's Queue: the first who waits there, or the next to come."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from simulator.bridge import Bridge
from simulator.leg import Leg
from simulator.messages import Accepted, Dequeued, Gone, Goto, Interruption, Silence, Steps, Wait
from simulator.outcome import Outcome, talk_through
from simulator.queues import Member, Queue
from simulator.registry import Turn


def take(turn: Turn, noun: Element, outcome: Outcome) -> Steps[None]:
    """Wait for somebody until the Dial's timeout; a queue that does not exist is `failed`."""
    name = (noun.text or "").strip()
    queue = turn.leg.plant.queues.find(name)
    turn.leg.note(dial=name)
    if queue is None:
        outcome.status = "failed"
        return
    taking = _Taking(turn, noun, queue)
    queue.takers.append(taking.take)
    queue.match(turn.leg.plant.clock.seconds)
    try:
        yield from _wait(turn, taking, outcome, name)
    except Interruption:
        taking.give_up()
        raise


def _wait(turn: Turn, taking: "_Taking", outcome: Outcome, name: str) -> Steps[None]:
    timeout = turn.number("timeout", 30)
    while outcome.bridge is None:
        got = yield Wait("ringing" if taking.bridge else "taking", other=name, seconds=timeout)
        if isinstance(got, Gone):
            return
        if isinstance(got, Silence) and not taking.bridge:
            turn.leg.plant.clock.advance(timeout)
            taking.give_up()
            return
        if isinstance(got, Accepted) and isinstance(got.bridge, Bridge):
            yield from talk_through(turn, got.bridge, outcome)


@dataclass(eq=False)
class _Taking:
    turn: Turn
    noun: Element
    queue: Queue
    bridge: Bridge | None = None

    def take(self, member: Member) -> None:
        """Somebody is there: call them out of the queue."""
        taker, waiting = self.turn.leg, member.leg
        if not isinstance(waiting, Leg):
            raise TypeError("only legs wait in queues")
        self.bridge = Bridge(taker, waiting)
        waiting.on_end.append(lambda: taker.post(Gone(waiting.sid)))
        waiting.post(Dequeued(self.bridge, self._whisper(member)))

    def give_up(self) -> None:
        """No longer wanted."""
        if self.take in self.queue.takers:
            self.queue.takers.remove(self.take)
        if self.bridge:
            self.bridge.leave(self.turn.leg)

    def _whisper(self, member: Member) -> Goto | None:
        url = self.noun.get("url")
        if not url:
            return None
        waited = self.turn.leg.plant.clock.seconds - member.since
        params = {
            "QueueSid": self.queue.sid,
            "QueueTime": str(int(waited)),
            "DequeingCallSid": self.turn.leg.sid,
        }
        return Goto(self.turn.page.link(url), self.noun.get("method", "POST"), params)
