"""A conversation with the engine alone, for tests: no telephone, no application."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import yaml

from flows.asks import Area, Ask, LookUp, Notice, Outcome
from flows.definition import Bundle, Flow, make_bundle, read_flow
from flows.engine import Done, Paused, Progress, answer, begin, resume
from flows.inputs import Dialled, Entered, Input, Pressed, Silent
from flows.prompts import Prompt, read_prompts
from flows.state import Caller, State
from flows.verbs import Dial, Digits, Hangup
from flows.world import Destination, Line, World
from ivr.clock import HELSINKI

LIBRARY = Path(__file__).parents[2] / "flows" / "library"
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=HELSINKI)


def library_prompts() -> dict[str, Prompt]:
    """Every prompt that ships with Linja."""
    found: dict[str, Prompt] = {}
    for file in sorted((LIBRARY / "prompts").glob("*.yaml")):
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- every scalar a string, no objects
        found.update(read_prompts(file.stem, document))
    return found


def library_flows() -> dict[str, Flow]:
    """Every flow that ships with Linja."""
    readings = [read_flow(file.read_text(encoding="utf-8")) for file in LIBRARY.glob("*.yaml")]
    return {reading.flow.name: reading.flow for reading in readings if reading.flow}


def shipped(name: str) -> Bundle:
    """One shipped flow, as a call runs it."""
    return make_bundle(name, library_flows(), library_prompts())


def a_line(**fields: object) -> Line:
    """Customer service of an electricity company."""
    plain: dict[str, object] = {
        "number": "+358931570000",
        "name": "customer-service",
        "label": {"fi": "asiakaspalvelu", "sv": "kundtjänst", "en": "customer service"},
        "company": {"fi": "Pohjolan Verkko", "sv": "Nordnätet", "en": "Nordic Grid"},
        "language": "fi",
        "languages": ("fi", "sv", "en"),
        "services": ("electricity",),
    }
    return Line(**{**plain, **fields})  # type: ignore[arg-type]


def two_telephones(topic: str, language: str) -> tuple[Destination, ...]:
    """Two numbers for everything."""
    return (
        Destination(f"{topic}-{language}", "+358931570010", language),
        Destination(f"{topic}-{language}", "+358931570011", language),
    )


class Conversation:
    """One call to a bundle; remembers what was said since the last input."""

    def __init__(
        self,
        bundle: Bundle,
        caller: Caller | None = None,
        areas: Mapping[str, tuple[Notice, ...]] | None = None,
        world: World | None = None,
    ) -> None:
        self.bundle = bundle
        self.world = world or World(NOW, a_line(), two_telephones, {})
        self.areas = dict(areas or {})
        caller = caller or Caller(customers=1, language="fi")
        state = State(
            bundle=bundle.hash,
            line=self.world.line.number,
            language=caller.language or self.world.line.language,
            caller=caller,
            started_at=int(NOW.timestamp()),
        )
        self.done = self._finish(begin(bundle, state, self.world))

    def presses(self, keys: str) -> "Conversation":
        """Press one key, or key in digits when digits are waited for."""
        digits = isinstance(self.done.turn.then, Digits)
        return self._give(Entered(keys) if digits else Pressed(keys))

    def is_silent(self) -> "Conversation":
        """Press nothing."""
        return self._give(Silent())

    def answered(self, *, connected: bool) -> "Conversation":
        """Our telephone was taken, or not."""
        return self._give(Dialled(connected))

    @property
    def keys(self) -> list[str]:
        """The prompts heard in the last turn."""
        return [speech.key for speech in self.done.turn.says]

    @property
    def text(self) -> str:
        """The words heard in the last turn."""
        return " ".join(speech.text for speech in self.done.turn.says)

    @property
    def rings(self) -> str:
        """The team that is being rung; empty if nobody is."""
        then = self.done.turn.then
        return then.team if isinstance(then, Dial) else ""

    @property
    def is_over(self) -> bool:
        """We hang up."""
        return isinstance(self.done.turn.then, Hangup)

    def _give(self, given: Input) -> "Conversation":
        state = State.from_dict(self.done.state.to_dict())
        self.done = self._finish(resume(self.bundle, state, given, self.world))
        return self

    def _finish(self, progress: Progress) -> Done:
        while isinstance(progress, Paused):
            progress = answer(progress, self._outcome(progress.ask))
        return progress

    def _outcome(self, ask: Ask) -> Outcome:
        if not isinstance(ask, LookUp):
            return Outcome("failed")
        return Outcome(
            "done",
            tuple(
                Area(code, "area", covered=True, notices=self._notices(code, ask.services))
                for code in ask.postcodes
            ),
        )

    def _notices(self, code: str, services: tuple[str, ...]) -> tuple[Notice, ...]:
        return tuple(n for n in self.areas.get(code, ()) if n.service in services)
