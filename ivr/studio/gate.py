"""What stands between a draft and the callers: all of it, so that it can be mended at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.definition import Bundle
from flows.problems import Problem
from ivr.bundles import store
from ivr.bundles.publishing import Draft
from ivr.studio import drafts
from ivr.studio.freshness import Stale, confirmed, stale_prompts
from ivr.studio.studio import Open, Studio


@dataclass(frozen=True, slots=True)
class Gate:
    """
    `moved`: the version that went live since the draft was begun. `alone`: nobody but the one
    who wants to publish has worked on the draft, and two are required.
    """

    errors: Sequence[Problem]
    warnings: Sequence[Problem]
    stale: Sequence[Stale]
    moved: store.Version | None
    alone: bool
    nothing: bool
    before: Bundle | None
    after: Bundle | None

    @property
    def open(self) -> bool:
        """May it go live, as far as can be seen without playing calls?"""
        return not (self.errors or self.stale or self.moved or self.alone or self.nothing)


def look(studio: Studio, opened: Open, who: str, *, two: bool) -> Gate:
    """Look at all but what takes calls to be played; `two`: one drafts, another publishes."""
    checked = studio.check(opened)
    before, after = studio.checker.live(opened.flow), checked.gathered()
    return Gate(
        errors=[one for one in checked.problems if one.severity == "error"],
        warnings=[one for one in checked.problems if one.severity == "warning"],
        stale=_stale(studio, opened, checked, before),
        moved=_moved(studio, opened),
        alone=two and who in _authors(studio, opened),
        nothing=bool(opened.draft is None or (before and after and before.hash == after.hash)),
        before=before,
        after=after,
    )


def _stale(studio: Studio, opened: Open, checked: Draft, before: Bundle | None) -> Sequence[Stale]:
    flow = checked.reading.flow
    if flow is None:
        return []
    with studio.engine.connect().execution_options(readonly=True) as connection:
        same = confirmed(connection, opened.flow)
    return [one for one in stale_prompts(before, flow) if (one.key, one.digest) not in same]


def _moved(studio: Studio, opened: Open) -> store.Version | None:
    past = store.history(studio.engine, opened.flow)
    moved = opened.draft and past and past[-1].hash != opened.base
    return past[-1] if moved else None


def _authors(studio: Studio, opened: Open) -> set[str]:
    if opened.draft is None:
        return set()
    with studio.engine.connect().execution_options(readonly=True) as connection:
        return {one.author for one in drafts.revisions(connection, opened.draft)}
