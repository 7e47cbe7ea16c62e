"""One turn of a call: from what came in to what is said, through the engine and its asks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from flows import engine
from flows.asks import Ask, BeginSurvey, FindCallback, LookUp, Outcome
from flows.engine import Done, Paused, Progress
from flows.inputs import Input
from flows.person import DANGER, TALKED
from flows.state import State
from flows.verbs import Hangup, Turn
from flows.world import World
from ivr.calls.arrival import first_state, line_called, who_calls
from ivr.calls.kept_configuration import Configured, KeptConfiguration
from ivr.calls.kept_flows import KeptFlows
from ivr.calls.look_up import LookUps, Who
from ivr.calls.openings import Openings
from ivr.calls.ports import LOAD_SECONDS, READ_SECONDS, Asked, Ports, Rung, Threads
from ivr.calls.reads import FirstReads, Reads
from ivr.calls.waiting import Waiting
from ivr.calls.world import world_for
from ivr.clock import Clock
from routing.lines import Line
from routing.numbers import read_number
from routing.staffing import staffed

log = structlog.get_logger()

MOST_ASKS = 10
CALLBACK_FLOW = "callback"
SURVEY_ORDINAL = MOST_ASKS + 1
"""Of what a turn asks for, after all that its flow may."""


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
        self._reads = Reads(ports, threads)
        self._look_ups = LookUps()
        self._openings = Openings()
        self.flows = KeptFlows(ports, threads, self._reads)
        self.configured = KeptConfiguration(ports.on_disk, self._reads)

    def warm_up(self) -> None:
        """
        Read what calls need before the first one comes; what fails now is tried again then.

        Where the disk has nothing to go on with instead, a slow database is given more time:
        nobody waits yet.
        """
        on_disk = self._ports.on_disk.configuration()
        seconds = READ_SECONDS if on_disk else LOAD_SECONDS
        reads = Reads(self._ports, self._threads, seconds)
        configuration, now = self.configured.newest(reads).configuration, self._clock.now()
        self.flows.warm_up(reads)
        for line in configuration.lines.values():  # the first look at a calendar takes 0.5 s
            staffed(configuration, line, line.topic, line.language, now)

    def begin(
        self, call_sid: str, to: str, from_: str, speaks: Callable[[str], object] = str
    ) -> Reply:
        """
        Answer a call that has just come in. Raises NoLine, NoFlow and what a bug raises.

        `speaks` is told the caller's language first: it holds also when all the rest fails.
        """
        number = read_number(from_)
        reads = FirstReads(self._ports, self._threads, to, number)
        moment = self._moment(call_sid, self.configured.newest(reads), to, reads)
        caller = who_calls(number, moment.line, reads.customers, self._ports.register)
        speaks(caller.language or moment.line.language)
        bundle = self.flows.live(moment.line.flow, reads)
        state = first_state(bundle.hash, moment.line, caller, moment.now)
        with self.flows.trial(bundle):
            return self._finish(engine.begin(bundle, state, moment.world), moment)

    def begin_callback(self, call_sid: str, rung: Rung) -> Reply:
        """Answer a customer whom we have rung back. Raises as `begin` does."""
        reads, number = self._reads, read_number(rung.number)
        moment = self._moment(call_sid, self.configured.newest(), rung.line, reads)
        bundle = self.flows.live(CALLBACK_FLOW)
        caller = who_calls(number, moment.line, reads.customers, self._ports.register)
        state = replace(
            first_state(bundle.hash, moment.line, caller, rung.answered_at),
            language=rung.language,
            attempt=rung.attempt,
            place=rung.place,
            heard=rung.heard,
            behalf=rung.behalf,
            last_try=rung.last_try,
        )
        return self._finish(engine.begin(bundle, state, moment.world), moment)

    def resume(self, call_sid: str, waiting: Waiting, given: Input) -> Reply:
        """Go on with a call. Raises NoLine when its line is gone, and what a bug raises."""
        on = self.configured.at_least(waiting.configured)
        moment = self._moment(call_sid, on, waiting.state.line, self._reads)
        bundle = self.flows.bundle(waiting.state.bundle)
        reply = self._finish(engine.resume(bundle, waiting.state, given, moment.world), moment)
        return self._surveyed(reply, moment) if _may_be_asked(reply) else reply

    def _surveyed(self, reply: Reply, moment: "_Moment") -> Reply:
        """Ask the line's question in place of the goodbye; whatever goes wrong, say goodbye."""
        try:
            bundle = self.flows.live(moment.line.survey or "")
            asked = moment.asked(BeginSurvey(), SURVEY_ORDINAL, reply.state)
            if self._ports.asking(asked, self._threads).status != "done":
                return reply
            state = replace(reply.state, bundle=bundle.hash, tries=0, memo={}, vars={})
            return self._finish(engine.begin(bundle, state, moment.world), moment)
        except Exception:
            log.exception("survey not begun", call_sid=moment.call_sid)
            return reply

    def _moment(self, call_sid: str, on: Configured, number: str, reads: Reads) -> "_Moment":
        now = self._clock.now()
        line = line_called(on.configuration, number)
        world = world_for(on.configuration, line, now, self._fallback, self._openings.staffed)
        return _Moment(call_sid, on, line, world, now, reads)

    def _finish(self, progress: Progress, moment: "_Moment") -> Reply:
        for ordinal in range(MOST_ASKS + 1):
            match progress:
                case Done(turn, state):
                    return Reply(turn, state, moment.line, moment.on.version)
                case Paused():
                    progress = engine.answer(progress, self._done(progress, ordinal, moment))
        raise TooManyAsks

    def _done(self, paused: Paused, ordinal: int, moment: "_Moment") -> Outcome:
        if isinstance(paused.ask, LookUp):
            who = Who(paused.visit.state.caller.number, moment.call_sid)
            return self._look_ups.answer(paused.ask, moment.now, moment.reads, who)
        if isinstance(paused.ask, FindCallback):
            return self._find_callback(paused.visit.state, moment)
        asked = moment.asked(paused.ask, ordinal, paused.visit.state)
        try:
            return self._ports.asking(asked, self._threads)
        except Exception:  # it commits nothing once it has raised
            log.exception("ask not done", call_sid=moment.call_sid)
            return Outcome("failed")

    def _find_callback(self, state: State, moment: "_Moment") -> Outcome:
        try:
            return moment.reads.callback(state.caller.number, state.line)
        except Exception:
            log.exception("callbacks not read", call_sid=moment.call_sid)
            return Outcome("failed")


@dataclass(frozen=True, slots=True)
class _Moment:
    """What is the same for everything that one turn does."""

    call_sid: str
    on: Configured
    line: Line
    world: World
    now: datetime
    reads: Reads

    def asked(self, ask: Ask, ordinal: int, state: State) -> Asked:
        """Ask for something in this turn."""
        configured = self.on.configuration, self.on.version
        return Asked(ask, self.call_sid, ordinal, state, *configured, self.now)


def _may_be_asked(reply: Reply) -> bool:
    """Is a conversation over, on a line that asks afterwards, and the caller still there?"""
    line, turn = reply.line, reply.turn
    topics = [event.detail for event in turn.events if event.kind == TALKED]
    is_over = bool(topics) and isinstance(turn.then, Hangup)
    return is_over and bool(line.survey) and not line.urgent and DANGER not in topics
