"""
Run a conversation until its next wait.

The engine, not the flow's author, owns the keys `0` (a person), `*` (say it again), `8` (the
next language) and `9` (danger); only after a conversation `0` skips what is asked. Going over a
limit is noted and becomes a transfer to a person.
"""

from dataclasses import dataclass

from flows.asks import Ask, Outcome
from flows.danger import dangerous_service, report_danger
from flows.definition import Bundle
from flows.inputs import Dialled, Entered, Input, Pressed, Queued, Silent
from flows.person import reach
from flows.state import State
from flows.step import MOST_TURNS, End, Go, Jump, Move, Need, Step, Visit, Wait
from flows.steps.menu import next_language
from flows.verbs import Hangup, Turn, Verb
from flows.world import World

MOST_MOVES = 50


@dataclass(frozen=True, slots=True)
class Done:
    """
    The turn is complete: what to answer, and what to carry to the next one.

    `passed` are the steps that it came to on the way, each with its flow.
    """

    turn: Turn
    state: State
    passed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Paused:
    """The turn needs something done. Give its outcome to `answer`, in the same request."""

    ask: Ask
    bundle: Bundle
    visit: Visit


Progress = Done | Paused


def begin(bundle: Bundle, state: State, world: World) -> Progress:
    """Start a call at the start of its flow."""
    visit = _visit(bundle, state, world, bundle.start)
    return _run(bundle, visit, Go(bundle.flows[bundle.start].start))


def resume(bundle: Bundle, state: State, given: Input, world: World) -> Progress:
    """Go on with a call. Raises KeyError when the state speaks of another bundle's steps."""
    visit = _visit(bundle, state.changed(turn=state.turn + 1), world, state.flow)
    # Past the limit the telephones still ring one after another, each of them once.
    if visit.state.turn > MOST_TURNS and not isinstance(given, Dialled | Queued):
        visit.note("limit", "turns")
        return _run(bundle, visit, Go(""))
    return _run(bundle, visit, _take(bundle, visit, given))


def answer(paused: Paused, outcome: Outcome) -> Progress:
    """Go on with a turn that needed something done."""
    move = _step(paused.bundle, paused.visit).answered(paused.visit, outcome)
    return _run(paused.bundle, paused.visit, move)


def _visit(bundle: Bundle, state: State, world: World, flow: str) -> Visit:
    begun = state if state.flow == flow else state.changed(flow=flow)
    return Visit(bundle.flows[flow], bundle.prompts, world, begun)


def _step(bundle: Bundle, visit: Visit) -> Step:
    return bundle.flows[visit.state.flow].steps[visit.state.step]


def _take(bundle: Bundle, visit: Visit, given: Input) -> Move:
    step = _step(bundle, visit)
    match given:
        case Pressed("0") | Entered("0") if not step.zero_skips:
            return Go("")
        case Pressed("*" | "#") | Entered("*"):
            # `#` ends digits: after five of them it comes here, and is no mistake
            return step.enter(visit)
        case Pressed("8"):
            visit.change(language=next_language(visit), chosen=True)
            visit.say("open.lang.changed")
            return step.enter(visit)
        case Pressed("9") if dangerous_service(visit):
            _arrive(bundle, visit, "")
            return report_danger(visit)
        case Entered(""):
            return step.given(visit, Silent())
        case _:
            return step.given(visit, given)


def _run(bundle: Bundle, visit: Visit, move: Move) -> Progress:
    while True:
        match move:
            case Need(ask):
                return Paused(ask, bundle, visit)
            case Wait(verb):
                return _done(visit, verb)
            case End():
                return _done(visit, Hangup())
            case Go(step):
                move = _enter(bundle, visit, step)
            case Jump(flow, step):
                visit.flow = bundle.flows[flow]
                visit.change(flow=flow)
                move = _enter(bundle, visit, step or bundle.flows[flow].start)


def _done(visit: Visit, verb: Verb) -> Done:
    turn = Turn(tuple(visit.said), verb, tuple(visit.events))
    return Done(turn, visit.state, tuple(visit.passed))


def _enter(bundle: Bundle, visit: Visit, step: str) -> Move:
    visit.moves += 1
    if visit.moves > MOST_MOVES:
        visit.note("limit", "moves")
        _arrive(bundle, visit, "")
        return reach(visit, "any")
    _arrive(bundle, visit, step)
    return _step(bundle, visit).enter(visit)


def _arrive(bundle: Bundle, visit: Visit, step: str) -> None:
    flow = bundle.flows[visit.state.flow]
    visit.change(step=step or flow.human, tries=0, memo={})
    visit.passed.append((flow.name, visit.state.step))
