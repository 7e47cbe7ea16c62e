"""Which steps and ways of a flow its scenarios pass."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from flows.definition import Bundle
from flows.engine import Done
from flows.inputs import Entered, Input, Pressed
from flows.rehearsal import rehearse_on
from flows.rehearsal.stage import Stage
from flows.scenario import Scenario
from flows.state import State

Place = tuple[str, str]
"""A flow and a step of it."""
ENGINES = {"9", "0"}
"""Keys that lead away from any step: no way of the flow is taken."""


@dataclass(frozen=True)
class Coverage:
    """How many scenarios pass each step, and each way between two steps, of the flow itself."""

    steps: Mapping[str, int]
    ways: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Watched(Stage):
    """A stage on which it is noted where the call goes."""

    steps: set[Place] = field(default_factory=set)
    ways: set[tuple[Place, Place]] = field(default_factory=set)

    def begin(self) -> Done:
        """Call, and go on until the first wait."""
        return self._note(super().begin(), ())

    def go_on(self, state: State, given: Input) -> Done:
        """Do something at a wait, and go on until the next one."""
        here = (state.flow, state.step)
        step = self.bundle.flows[state.flow].steps[state.step]
        away = is_engines(given) and not step.zero_skips
        return self._note(super().go_on(state, given), () if away else (here,))

    def _note(self, done: Done, here: tuple[Place, ...]) -> Done:
        self.steps.update(done.passed)
        path = (*here, *done.passed)
        self.ways.update(pairwise(path))
        return done


def is_engines(given: Input) -> bool:
    """Is this a key by which the engine leads the caller away from any step?"""
    match given:
        case Pressed(key):
            return key in ENGINES
        case Entered(digits):
            return digits == "0"
        case _:
            return False


def coverage(bundle: Bundle, scenarios: Iterable[Scenario]) -> Coverage:
    """
    Play the scenarios and count what they pass.

    A promise that is tried on every way (`always`) goes everywhere and is left out: it says only
    that a person is reached. A call that goes otherwise than expected counts as far as it went.
    """
    steps: Counter[str] = Counter()
    ways: Counter[tuple[str, str]] = Counter()
    for scenario in scenarios:
        if scenario.always:
            continue
        stage = Watched(bundle, scenario)
        rehearse_on(stage)
        own = {place for place in stage.steps if place[0] == bundle.start}
        steps.update(step for _, step in own)
        within = {(a[1], b[1]) for a, b in stage.ways if a[0] == b[0] == bundle.start}
        ways.update(within)
    return Coverage(steps, ways)
