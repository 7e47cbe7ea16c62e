"""From a file to what callers hear: read it, check it, and let it go live."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from flows.checks import check
from flows.definition import Bundle, Flow, Reading, make_bundle, read_flow
from flows.problems import BadFlow, Problem
from flows.prompts import Prompt
from flows.rehearsal import Failure, rehearse
from ivr.bundles import store
from ivr.bundles.library import shipped_flows, shipped_prompts
from ivr.bundles.own_words import shared_prompts

SCENARIO_BROKEN = "scenario-broken"


@dataclass(frozen=True)
class Draft:
    """A flow as it was read, everything wrong with it, and the other flows it was held against."""

    reading: Reading
    problems: list[Problem]
    flows: Mapping[str, Flow]
    library: Mapping[str, Prompt]

    @property
    def sound(self) -> bool:
        """Has it no error? Warnings do not keep a flow from callers."""
        return not any(problem.severity == "error" for problem in self.problems)

    def bundle(self) -> Bundle:
        """Gather the flow with all that it needs. Raises BadFlow when it has an error."""
        flow = self.reading.flow
        if flow is None or not self.sound:
            raise BadFlow(self.problems)
        return self._gather(flow)

    def gathered(self) -> Bundle | None:
        """Gather what can be read of it, sound or not; None when it cannot be gathered."""
        flow = self.reading.flow
        try:
            return self._gather(flow) if flow else None
        except BadFlow:
            return None

    def try_scenarios(self) -> Iterator[tuple[int, str, Failure | None]]:
        """
        Play every scenario: its line, its name, and how it failed.

        Raises BadFlow when the flow has an error besides scenarios that fail.
        """
        flow = self.reading.flow
        others = [p for p in self.problems if p.severity == "error" and p.id != SCENARIO_BROKEN]
        if flow is None or others:
            raise BadFlow(others or self.problems)
        bundle = self._gather(flow)
        for number, scenario in enumerate(flow.scenarios):
            line = self.reading.source.line_of(("scenarios", str(number)))
            yield line, scenario.name, rehearse(bundle, scenario)

    def _gather(self, flow: Flow) -> Bundle:
        return make_bundle(flow.name, {**self.flows, flow.name: flow}, self.library)


def draft(
    text: str,
    flows: Mapping[str, Flow],
    library: Mapping[str, Prompt] | None = None,
    *,
    scenarios: bool = True,
) -> Draft:
    """
    Read and check a flow among others. Never raises: what is wrong is in `problems`.

    `library`: the shared sentences, where they are not as shipped. Without its scenarios it is
    checked some ten times faster.
    """
    reading, library = read_flow(text), library or shipped_prompts()
    return Draft(reading, check(reading, flows, library, last=scenarios), flows, library)


MOST_KEPT = 1024
_kept: dict[str, Flow] = {}


def known_flows(engine: Engine) -> dict[str, Flow]:
    """Give every flow that another can go to: the live versions, and what ships besides."""
    own = {name: _flow(engine, name, digest) for name, digest in store.live(engine).items()}
    return {**shipped_flows(), **own}


def _flow(engine: Engine, name: str, digest: str) -> Flow:
    """A hash names the same flow for good, whichever database it was read from."""
    if digest not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[digest] = store.load(engine, digest).flows[name]
    return _kept[digest]


def publish_text(
    engine: Engine,
    text: str,
    note: str,
    now: datetime,
    base: str | None = None,
    author: str = "",
) -> store.Version | None:
    """
    Check a flow file against what is live, and let it go live; None when it is already.

    Raises BadFlow with everything that is wrong, and StaleBase as `store.publish` does. A flow
    that it goes to is copied as it is live now; other flows keep the copies they have.
    """
    bundle = draft(text, known_flows(engine), shared_prompts(engine)).bundle()
    return store.publish(engine, bundle, note, now, base, store.Origin(author, text))
