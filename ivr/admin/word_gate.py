"""What stands between the company's words and the callers: the gate of every live flow."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Engine

from flows.definition import Bundle, Flow
from flows.problems import Problem
from flows.rehearsal import rehearse
from flows.rehearsal.rewording import by_key
from flows.scenario import Scenario
from ivr.admin.word_checks import problems
from ivr.admin.word_drafts import Draft
from ivr.bundles import store
from ivr.bundles.library import shipped_prompts
from ivr.bundles.own_words import Renewed, Words, WordVersion, newest, renewed, with_words
from ivr.bundles.publishing import draft as read
from ivr.bundles.publishing import known_flows
from ivr.studio.failures import failing
from ivr.studio.freshness import Stale, confirmed, stale
from ivr.studio.texts import live_text

SHARED = ""
"""Where a flow has its name: that texts mean the same was said of the shared sentences."""
KEPT = 16


@dataclass(frozen=True, slots=True)
class Gate:
    """`alone`: who wants to publish has worked on the draft, and two are required."""

    errors: Sequence[Problem]
    warnings: Sequence[Problem]
    stale: Sequence[Stale]
    alone: bool
    nothing: bool

    @property
    def open(self) -> bool:
        """May it go live, as far as can be seen without playing calls?"""
        return not (self.errors or self.stale or self.alone or self.nothing)


def look(engine: Engine, live: WordVersion, draft: Draft, *, alone: bool) -> Gate:
    """Look at the sentences of a draft."""
    after = draft.over(live.words)
    changed = [key for key in draft.changes if key in after and key in with_words({})]
    found = [one for key in changed for one in problems(key, after[key])]
    return Gate(
        errors=[one for one in found if one.severity == "error"],
        warnings=[one for one in found if one.severity == "warning"],
        stale=_stale(engine, live.words, after, changed),
        alone=alone,
        nothing=after == live.words,
    )


def _stale(engine: Engine, was: Words, now: Words, keys: Sequence[str]) -> Sequence[Stale]:
    library = with_words(was)
    with engine.connect().execution_options(readonly=True) as connection:
        same = confirmed(connection, SHARED)
    found = (stale(key, library[key].text, now[key]) for key in keys)
    return [one for one in found if one and (one.key, one.digest) not in same]


class Flows:
    """Holds words against every live flow. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._played = lru_cache(KEPT)(self._play)

    def renewed(self, before: Words, after: Words) -> Sequence[Renewed]:
        """Give every live flow as it is with these words."""
        found = store.live(self._engine)
        return [
            Renewed(
                digest,
                renewed(store.load(self._engine, digest), before, after),
                live_text(self._engine, name),
            )
            for name, digest in sorted(found.items())
        ]

    def broken(self, after: Words) -> Sequence[tuple[str, str]]:
        """
        Tell what would go wrong, by flow: errors of the checks, scenarios, every failure.

        What goes wrong with the live words as well does not keep others from callers. A scenario
        that quotes a sentence in its old words goes on to hold.
        """
        before = newest(self._engine)
        hashes = tuple(sorted(store.live(self._engine).items()))
        return self._played(json.dumps(after, sort_keys=True), before.id, hashes)

    def _play(
        self, after: str, _version: int, _hashes: tuple[tuple[str, str], ...]
    ) -> Sequence[tuple[str, str]]:
        words: Words = json.loads(after)
        was, flows = newest(self._engine).words, known_flows(self._engine)
        found: list[tuple[str, str]] = []
        for one in self.renewed(was, words):
            live = replace(one, bundle=store.load(self._engine, one.before))
            wrong = dict(_wrong(one, live.bundle, words, flows))
            known = dict(_wrong(live, live.bundle, was, flows)) if wrong else {}
            found += [(one.bundle.start, how) for what, how in wrong.items() if what not in known]
        return found


def _wrong(
    one: Renewed, live: Bundle, words: Words, flows: Mapping[str, Flow]
) -> Iterator[tuple[str, str]]:
    """Name what is wrong with a flow in these words, and say how."""
    checked = read(one.source, flows, with_words(words), scenarios=False)
    yield from ((each.message, each.message) for each in checked.problems if _is_error(each))
    flow, name = checked.reading.flow, one.bundle.start
    if flow is None or flow.name != name:
        return
    bundle = Bundle(name, {**one.bundle.flows, name: flow}, one.bundle.prompts)
    for scenario in flow.scenarios:
        failure = rehearse(bundle, _reworded(scenario, live, one.bundle))
        if failure:
            yield failure.scenario, str(failure)
    yield from ((failed, f"{failed}: {how}") for failed, how in failing(bundle))


def _is_error(problem: Problem) -> bool:
    return problem.severity == "error"


def _reworded(scenario: Scenario, live: Bundle, after: Bundle) -> Scenario:
    """
    Name the sentences that a scenario quotes in other words than they are to have.

    It quotes what is live, or what ships.
    """
    shipped = Bundle(live.start, live.flows, {**live.prompts, **shipped_prompts()})
    for said in (live, shipped):
        changed = {key for key, prompt in after.prompts.items() if said.prompts.get(key) != prompt}
        named = by_key(said, scenario, changed)
        if named is not None:
            return named
    return scenario
