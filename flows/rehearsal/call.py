"""One call that must go the way that its scenario says."""

from dataclasses import dataclass

from flows.engine import Done
from flows.inputs import Dialled, Entered, Input, Pressed, Queued, Recorded, Silent
from flows.rehearsal.heard import Ear
from flows.rehearsal.stage import Stage
from flows.scenario import Beat
from flows.verbs import Dial, Digits, Enqueue, Hangup, Keys, Leave, Record, Verb


class Otherwise(Exception):
    """The call went another way: what was expected, and what came."""


@dataclass
class Call:
    """A call in progress."""

    stage: Stage
    done: Done
    ear: Ear

    @classmethod
    def begin(cls, stage: Stage) -> "Call":
        """Dial the line."""
        done = stage.begin()
        return cls(stage, done, Ear(done.turn.says))

    def play(self, beat: Beat) -> None:
        """Let one beat happen. Raises Otherwise."""
        for expected in beat.hears or ():
            self._hear(expected)
        if beat.rings is not None:
            self._ring(beat.rings)
        if beat.queues is not None:
            self._queue(beat.queues)
        given = self._given(beat)
        if given is not None:
            self._do(given)
        if beat.ends is not None:
            self._need((Hangup,), "the end of the call")

    def _given(self, beat: Beat) -> Input | None:
        if beat.presses is not None:
            return self._keyed(beat.presses)
        if beat.silent:
            self._need((Keys, Digits), "a wait for the caller")
            return Silent()
        if beat.records is not None:
            self._need((Record,), "a recording")
            return Recorded("recording" if beat.records else "", beat.records)
        if beat.answered is not None:
            self._need((Dial,), "a telephone to ring")
            return Dialled(beat.answered)
        if beat.leaves is not None:
            self._need((Enqueue,), "the queue")
            return Queued(beat.leaves)
        return None

    def _hear(self, expected: str) -> None:
        if not self.ear.hears(expected):
            raise Otherwise(f"expected to hear {expected!r}, heard: {self.ear}")

    def _keyed(self, keys: str) -> Input:
        then = self.done.turn.then
        if isinstance(then, Digits):
            digits = keys.removesuffix("#")[: then.most]
            return Entered(digits)
        self._need((Keys,), f"a wait for the key {keys}")
        if len(keys) > 1:
            raise Otherwise(f"expected a wait for the digits {keys}, but one key was asked for")
        return Pressed(keys)

    def _ring(self, topic: str) -> None:
        then = self.done.turn.then
        if not isinstance(then, Dial):
            raise Otherwise(f"expected {topic!r} to be rung, {happens(then)}; heard: {self.ear}")
        if then.team != topic:
            raise Otherwise(f"expected {topic!r} to be rung, but {then.team!r} was")

    def _queue(self, topic: str) -> None:
        then = self.done.turn.then
        if not isinstance(then, Enqueue) or then.topic != topic:
            raise Otherwise(f"expected to wait for {topic!r}, {happens(then)}; heard: {self.ear}")

    def _need(self, kinds: tuple[type[Verb], ...], expected: str) -> None:
        then = self.done.turn.then
        if not isinstance(then, kinds):
            raise Otherwise(f"expected {expected}, {happens(then)}; heard: {self.ear}")

    def _do(self, given: Input) -> None:
        self.done = self.stage.go_on(self.done.state, given)
        self.ear = Ear(self.done.turn.says)


def happens(then: Verb) -> str:
    """Say what the call is doing now."""
    match then:
        case Keys():
            return "but a key is waited for"
        case Digits():
            return "but digits are waited for"
        case Dial():
            return f"but {then.team!r} is being rung"
        case Record():
            return "but the caller is being recorded"
        case Enqueue(topic):
            return f"but the caller waits in the queue for {topic!r}"
        case Leave() | Hangup():
            return "but the call is over"
