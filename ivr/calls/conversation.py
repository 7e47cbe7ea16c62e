"""One turn of a call: from what came in to what is said, through the engine and its asks."""

from dataclasses import dataclass
from datetime import datetime

from flows import engine
from flows.asks import LookUp, Outcome
from flows.engine import Done, Paused, Progress
from flows.inputs import Input
from flows.state import State
from flows.verbs import Turn
from ivr.calls.arrival import first_state, line_called, who_calls
from ivr.calls.kept_configuration import KeptConfiguration
from ivr.calls.kept_flows import KeptFlows
from ivr.calls.look_up import LookUps
from ivr.calls.ports import Ports, Threads
from ivr.calls.waiting import Waiting
from ivr.calls.world import world_for
from ivr.clock import Clock
from routing.lines import Line

MOST_ASKS = 10


class TooManyAsks(Exception):
    """A turn asked for more than ten things: a flow that goes round in circles."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one turn does, and the state that the next one begins with."""

    turn: Turn
    state: State
    line: Line
    configured: int


class Conversation:
    """Runs calls through the engine. `fallback` is the last number to ring, or empty."""

    def __init__(self, ports: Ports, threads: Threads, clock: Clock, fallback: str) -> None:
        self._ports = ports
        self._threads = threads
        self._clock = clock
        self._fallback = fallback
        self._look_ups = LookUps(ports, threads)
        self.flows = KeptFlows(ports, threads)
        self.configured = KeptConfiguration(ports, threads)

    def warm_up(self) -> None:
        """Read what calls need before the first one comes; what fails now is tried again then."""
        self.configured.newest()
        self.flows.warm_up()

    def begin(self, to: str, from_: str) -> Reply:
        """Answer a call that has just come in. Raises NoLine, NoFlow and what a bug raises."""
        now = self._clock.now()
        on = self.configured.newest()
        line = line_called(on.configuration, to)
        bundle = self.flows.live(line.flow)
        caller = who_calls(self._ports, self._threads, line, from_)
        state = first_state(bundle.hash, line, caller, now)
        world = world_for(on.configuration, line, now, self._fallback)
        done = self._finish(engine.begin(bundle, state, world), now)
        return Reply(done.turn, done.state, line, on.version)

    def resume(self, waiting: Waiting, given: Input) -> Reply:
        """Go on with a call. Raises NoLine when its line is gone, and what a bug raises."""
        now = self._clock.now()
        on = self.configured.at_least(waiting.configured)
        line = line_called(on.configuration, waiting.state.line)
        bundle = self.flows.bundle(waiting.state.bundle)
        world = world_for(on.configuration, line, now, self._fallback)
        done = self._finish(engine.resume(bundle, waiting.state, given, world), now)
        return Reply(done.turn, done.state, line, on.version)

    def _finish(self, progress: Progress, now: datetime) -> Done:
        for _ in range(MOST_ASKS + 1):
            match progress:
                case Done():
                    return progress
                case Paused(LookUp() as ask):
                    progress = engine.answer(progress, self._look_ups.answer(ask, now))
                case Paused():
                    progress = engine.answer(progress, Outcome("failed"))
        raise TooManyAsks
