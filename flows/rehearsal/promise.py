"""Walk every way through a flow: a person one key away, never silence, and an end to silence."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.engine import Done
from flows.inputs import Dialled, Entered, Input, Pressed, Queued, Recorded, Silent
from flows.rehearsal.call import Otherwise, happens
from flows.rehearsal.stage import HOWS, Stage
from flows.state import State
from flows.steps.callback import Callback
from flows.steps.human import Human
from flows.steps.menu import Menu
from flows.steps.voicemail import Voicemail
from flows.verbs import Dial, Digits, Enqueue, Hangup, Keys, Leave, Record, Verb

MOST_PLACES = 20_000
"""Distinct situations; a flow of 200 steps stays below."""

QUIET = (Silent(), Dialled(connected=False), Recorded("", 0))
"""What comes of each kind of wait when nobody does anything."""

Situation = tuple[object, ...]


@dataclass
class Walk:
    """Where a walk has been, where silence led from there, and how it came there."""

    stage: Stage
    seen: dict[Situation, str] = field(default_factory=dict)
    silence: dict[Situation, Situation] = field(default_factory=dict)
    waiting: deque[Done] = field(default_factory=deque)

    def everywhere(self) -> None:
        """Try everything, everywhere. Raises Otherwise at the first promise that is broken."""
        self._arrive(self.stage.begin(), "at the start")
        while self.waiting:
            self._try_all(self.waiting.popleft())
        self._end_of_silence()

    def _try_all(self, done: Done) -> None:
        here = situation(done.state)
        then = done.turn.then
        skips = list(_zero(then)) if self._zero_skips(done) else []
        for lone_zero in () if skips else _zero(then):
            self._find_person(self._go_on(done, lone_zero), self._how(here, lone_zero))
        for given in (*skips, *inputs(then)):
            after = self._go_on(done, given)
            if given in QUIET and not isinstance(after.turn.then, Hangup):
                self.silence[here] = situation(after.state)
            self._arrive(after, self._how(here, given))

    def _zero_skips(self, done: Done) -> bool:
        """After a conversation key 0 is no call for a person."""
        return self.stage.bundle.flows[done.state.flow].steps[done.state.step].zero_skips

    def _go_on(self, done: Done, given: Input) -> Done:
        try:
            return self.stage.go_on(done.state, given)
        except Exception as error:  # whatever a flow does, its author is told where
            how = self._how(situation(done.state), given)
            raise Otherwise(f"{how}: the flow breaks: {error!r}") from error

    def _arrive(self, done: Done, how: str) -> None:
        turn = done.turn
        heard = any(speech.text for speech in turn.says)
        if not heard and not isinstance(turn.then, Dial | Enqueue):
            raise Otherwise(f"{how}: nothing is heard")
        here = situation(done.state)
        if here in self.seen or isinstance(turn.then, Hangup):
            return
        if len(self.seen) >= MOST_PLACES:
            raise Otherwise(f"there are more than {MOST_PLACES} situations; make several flows")
        self.seen[here] = how
        self.waiting.append(done)

    def _find_person(self, done: Done, how: str) -> None:
        then = done.turn.then
        if not isinstance(then, Dial | Enqueue) and not self._stands_for_one(done):
            raise Otherwise(f"{how}: expected a person, {happens(then)}")

    def _stands_for_one(self, done: Done) -> bool:
        """Where nobody can be had: a callback, a message to leave, or words with what to do."""
        scenario, flow = self.stage.scenario, self.stage.bundle.flows[done.state.flow]
        if scenario.closed is None and scenario.telephones:
            return False
        stands = isinstance(flow.steps[done.state.step], Callback | Voicemail | Menu | Human)
        return stands or isinstance(done.turn.then, Hangup)

    def _how(self, here: Situation, given: Input) -> str:
        so_far = self.seen[here]
        return f"{so_far}, {_words(given)}" if so_far != "at the start" else _words(given)

    def _end_of_silence(self) -> None:
        for start in self.seen:
            round_trip = {start}
            here = self.silence.get(start)
            while here in self.silence:
                if here in round_trip:
                    raise Otherwise(f"{self.seen[start]}: silence goes on for ever")
                round_trip.add(here)
                here = self.silence[here]


def situation(state: State) -> Situation:
    """Tell apart what makes a difference to where a call can go."""
    memo, kept = sorted(state.memo.items()), sorted(state.vars.items())
    return (state.flow, state.step, state.language, state.tries, *memo, *kept)


def inputs(then: Verb) -> Iterator[Input]:
    """Give what a caller may do at a wait, but for zero."""
    match then:
        case Keys():
            yield from (Pressed(key) for key in "123456789*#")
            yield Silent()
        case Digits():
            yield from (Entered("00100"), Entered("12"), Silent())
        case Dial():
            yield from (Dialled(connected=True), Dialled(connected=False))
        case Record():
            yield from (Recorded("recording", 7), Recorded("", 0))
        case Enqueue():
            yield from (Queued(how) for how in HOWS)
        case Leave() | Hangup():
            return


def _zero(then: Verb) -> Iterator[Input]:
    if isinstance(then, Keys):
        yield Pressed("0")
    if isinstance(then, Digits):
        yield Entered("0")


def _words(given: Input) -> str:
    match given:
        case Pressed(key):
            return f"key {key}"
        case Entered(digits):
            return f"digits {digits}"
        case Silent():
            return "silence"
        case Dialled(connected):
            return "answered" if connected else "not answered"
        case Recorded(seconds=seconds):
            return f"a recording of {seconds} s"
        case Queued(how):
            return f"out of the queue: {how}"
