"""Enqueue: wait in a queue until taken, redirected, or gone."""

from simulator.bridge import Bridge, talk
from simulator.failure import Failed
from simulator.interpreter import perform
from simulator.messages import (
    Accepted,
    Dequeued,
    Goto,
    HungUp,
    Interruption,
    Redirected,
    Steps,
    Wait,
)
from simulator.queues import Member, Queue
from simulator.registry import After, Setting, Turn, verb
from simulator.telling import tell

WAITING = frozenset({"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"})
BEFORE_BRIDGE = frozenset({"Play", "Say", "Pause", "Redirect"})
MUSIC_SECONDS = 60.0
RESULTS = {"leave": "leave", "hangup": "hangup", "error": "error"}


@verb("Enqueue")
def enqueue(turn: Turn) -> Steps[After]:
    """Twilio's nine QueueResults are told to the action when the call leaves the queue."""
    leg, clock = turn.leg, turn.leg.plant.clock
    name = (turn.verb.text or "").strip()
    queue = leg.plant.queues.open(name, clock.seconds)
    leg.keys = ""
    refused = _refusal(turn, queue)
    if refused:
        return turn.goto("action", {"QueueResult": refused})
    leg.note(queue=name)
    joined = clock.seconds
    queue.members.append(Member(leg, joined))
    queue.match(joined)
    stay = _Stay(turn, queue, joined)
    result = yield from stay.run()
    if result == "hangup":
        tell(turn, stay.told(result))
        return "hangup"
    return turn.goto("action", stay.told(result))


def _refusal(turn: Turn, queue: Queue) -> str:
    ordered = turn.leg.plant.queues.ordered_results
    if ordered:
        return ordered.pop(0)
    most = turn.number("maxQueueSize", queue.most)
    return "queue-full" if len(queue.members) >= most else ""


class _Stay:
    """One caller's time in one queue."""

    def __init__(self, turn: Turn, queue: Queue, joined: float) -> None:
        self.turn = turn
        self.queue = queue
        self.joined = joined
        self.left: float | None = None
        self.phase = "queued"

    def run(self) -> Steps[str]:
        """Wait, and talk if taken. Returns the QueueResult."""
        try:
            return (yield from self._wait_and_talk())
        except HungUp:
            tell(self.turn, self.told(self._interrupted("hangup")))
            raise
        except Redirected:
            tell(self.turn, self.told(self._interrupted("redirected")))
            raise

    def told(self, result: str) -> dict[str, str]:
        """The parameters of the action; QueueTime is in seconds."""
        now = self.turn.leg.plant.clock.seconds
        self.queue.leave(self.turn.leg, now)
        until = now if self.left is None else self.left
        return {
            "QueueResult": result,
            "QueueSid": self.queue.sid,
            "QueueTime": str(int(until - self.joined)),
        }

    def _interrupted(self, how: str) -> str:
        if self.phase == "bridging":
            return "bridging-in-process"
        if self.phase == "bridged":
            return "redirected-from-bridged" if how == "redirected" else "bridged"
        return how

    def _wait_and_talk(self) -> Steps[str]:
        try:
            ending = yield from self._wait()
        except Dequeued as taken:
            self.left = self.turn.leg.plant.clock.seconds
            return (yield from self._connect(taken))
        return RESULTS[ending]

    def _wait(self) -> Steps[str]:
        url = self.turn.verb.get("waitUrl", "")
        if not url:
            yield from self._hear_music()
        goto = Goto(self.turn.page.link(url), self.turn.verb.get("waitUrlMethod", "POST"))
        setting = Setting(allowed=WAITING, extra=self._position)
        ending = "end"
        while ending == "end":
            ending = yield from self._wait_once(goto, setting)
        return ending

    def _wait_once(self, goto: Goto, setting: Setting) -> Steps[str]:
        leg = self.turn.leg
        steps, began = leg.steps, leg.plant.clock.seconds
        ending = yield from perform(leg, goto, setting)
        if ending != "end" or leg.steps != steps:
            return ending
        if leg.plant.clock.seconds == began:
            leg.plant.note_problem(Failed(0, "a wait that takes no time spins", goto.url))
            return "error"
        yield Wait("queue", other=self.queue.name)
        return ending

    def _hear_music(self) -> Steps[None]:
        while True:
            yield Wait("queue", other=self.queue.name, seconds=MUSIC_SECONDS)
            self.turn.leg.plant.clock.advance(MUSIC_SECONDS)

    def _position(self) -> dict[str, str]:
        waited = self.turn.leg.plant.clock.seconds - self.joined
        return {
            "QueuePosition": str(self.queue.position(self.turn.leg)),
            "QueueSid": self.queue.sid,
            "QueueTime": str(int(waited)),
            "AvgQueueTime": str(self.queue.average_seconds),
            "CurrentQueueSize": str(len(self.queue.members)),
            "MaxQueueSize": str(self.queue.most),
        }

    def _connect(self, taken: Dequeued) -> Steps[str]:
        leg, bridge = self.turn.leg, taken.bridge
        if not isinstance(bridge, Bridge):
            raise TypeError("only a bridge connects two legs")
        self.phase = "bridging"
        try:
            if taken.goto:
                yield from perform(leg, taken.goto, Setting(allowed=BEFORE_BRIDGE))
        except Interruption:
            bridge.leave(leg)
            raise
        self.phase = "bridged"
        bridge.caller.post(Accepted(bridge))
        yield from talk(leg, bridge)
        return "bridged"
