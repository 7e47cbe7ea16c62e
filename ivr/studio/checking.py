"""Check drafts at every pause of their authors: what was checked before is not checked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from sqlalchemy import Engine

from flows.definition import Bundle, Flow
from flows.problems import Problem
from ivr.bundles import store
from ivr.bundles.library import shipped_flows
from ivr.bundles.own_words import newest, shared_prompts
from ivr.bundles.publishing import Draft, draft
from ivr.studio.failures import failing

KEPT = 256


@dataclass(frozen=True)
class _Among:
    """The live flows, found by their hashes alone, and the words that they share."""

    hashes: tuple[tuple[str, str], ...]
    words: int
    """The version of the company's own words for the shared sentences."""


class Checker:
    """Holds a text against what is live. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.bundle = lru_cache(KEPT)(partial(store.load, engine))
        self._checked = lru_cache(KEPT)(self._check)
        self._failing = lru_cache(KEPT)(self._fail)

    def check(self, name: str, text: str, *, scenarios: bool = False) -> Draft:
        """Find what is wrong with a text that is to be the flow of this name."""
        return self._checked(name, text, self._among(), scenarios)

    def failing(self, name: str, text: str) -> Sequence[tuple[str, str]]:
        """Play every failure on a sound text: in which nobody is reached, and how."""
        return self._failing(name, text, self._among())

    def live(self, name: str) -> Bundle | None:
        """Return what new calls of a flow run on."""
        digest = store.live(self._engine).get(name)
        return self.bundle(digest) if digest else None

    def flows(self) -> Mapping[str, Flow]:
        """Give every flow that another can go to."""
        return self._flows(self._among())

    def _among(self) -> _Among:
        words = newest(self._engine).id
        return _Among(tuple(sorted(store.live(self._engine).items())), words)

    def _fail(self, name: str, text: str, among: _Among) -> Sequence[tuple[str, str]]:
        checked = self._checked(name, text, among, True)  # noqa: FBT003 -- with its scenarios
        return tuple(failing(checked.bundle())) if checked.sound else ()

    def _check(self, name: str, text: str, among: _Among, scenarios: bool) -> Draft:  # noqa: FBT001 -- part of a cache's key
        library = shared_prompts(self._engine)
        found = draft(text, self._flows(among), library, scenarios=scenarios)
        flow = found.reading.flow
        if flow is None or flow.name == name:
            return found
        line = found.reading.source.line_of(("name",))
        message = f"this is the draft of {name}: write name: {name}, or make a new flow"
        return replace(found, problems=[Problem(line, "other-name", message), *found.problems])

    def _flows(self, among: _Among) -> Mapping[str, Flow]:
        own = {name: self.bundle(digest).flows[name] for name, digest in among.hashes}
        return {**shipped_flows(), **own}
