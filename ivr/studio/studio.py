"""What every page of the studio needs: the database, the clock, and what is checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import abort, g
from sqlalchemy import Engine
from werkzeug.wrappers import Response

from flows.problems import Problem
from flows.prompts import Prompt
from ivr.accounts.roles import Role
from ivr.bundles import store
from ivr.bundles.own_words import shared_prompts
from ivr.bundles.publishing import Draft
from ivr.clock import Clock
from ivr.lines.store import ConfigurationStore
from ivr.studio import drafts
from ivr.studio.checking import Checker
from ivr.studio.drafts import Edit, Saved
from ivr.studio.texts import live_text
from routing.lines import Line

READERS: tuple[Role, ...] = ("viewer", "editor", "publisher", "administrator")

Page = str | Response | tuple[str, HTTPStatus]


@dataclass(frozen=True, slots=True)
class Open:
    """A flow as it is looked at: its draft if it has one, else what is live."""

    flow: str
    source: str
    revision: int
    base: str | None
    draft: Saved | None


class Studio:
    """Opens and saves flows for whoever is signed in."""

    def __init__(self, engine: Engine, clock: Clock, *, two: bool = False) -> None:
        """`two`: whoever has worked on a draft does not publish it."""
        self.engine = engine
        self.two = two
        self.clock = clock
        self.checker = Checker(engine)
        self._applied = ConfigurationStore(engine)

    def now(self) -> datetime:
        """Return the business time."""
        return self.clock.now()

    def library(self) -> Mapping[str, Prompt]:
        """Give the sentences that all flows share, in the company's own words where it has any."""
        return shared_prompts(self.engine)

    def draft(self, flow: str) -> Saved | None:
        """Read a flow's draft."""
        with self.engine.connect().execution_options(readonly=True) as connection:
            return drafts.find(connection, flow)

    def open(self, flow: str) -> Open:
        """Open a flow; one that is neither live nor drafted is not found (404)."""
        draft = self.draft(flow)
        if draft:
            return Open(flow, draft.source, draft.revision, draft.base, draft)
        base = store.live(self.engine).get(flow)
        if base is None:
            abort(HTTPStatus.NOT_FOUND)
        return Open(flow, live_text(self.engine, flow), 0, base, None)

    def save(self, opened: Open, source: str) -> Saved:
        """Save over what was opened, by whoever is signed in. Raises Conflict."""
        edit = Edit(opened.flow, opened.revision, opened.base, source, g.person.name)
        return drafts.save(self.engine, edit, self.now())

    def check(self, opened: Open, *, scenarios: bool = False) -> Draft:
        """Find what is wrong with it."""
        return self.checker.check(opened.flow, opened.source, scenarios=scenarios)

    def answering(self, flow: str) -> Sequence[Line]:
        """Return the lines that a flow answers."""
        lines = self._applied.current().lines.values()
        return [line for line in lines if line.flow == flow]

    def lines_of(self) -> Mapping[str, Sequence[str]]:
        """Name the lines that each flow answers."""
        found: dict[str, list[str]] = {}
        for line in self._applied.current().lines.values():
            found.setdefault(line.flow, []).append(line.name)
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """A flow in the list."""

    flow: str
    live: store.Version | None
    lines: Sequence[str]
    draft: Saved | None
    errors: int
    warnings: int


def rows(studio: Studio) -> Sequence[Row]:
    """List every flow that is live or drafted, by name."""
    live = {version.flow: version for version in store.live_versions(studio.engine)}
    with studio.engine.connect().execution_options(readonly=True) as connection:
        drafted = {draft.flow: draft for draft in drafts.listed(connection)}
    lines = studio.lines_of()
    return [
        _row(studio, name, live.get(name), lines.get(name, ()), drafted.get(name))
        for name in sorted(live.keys() | drafted.keys())
    ]


def _row(
    studio: Studio,
    name: str,
    live: store.Version | None,
    lines: Sequence[str],
    draft: Saved | None,
) -> Row:
    problems = studio.checker.check(name, draft.source).problems if draft else []
    return Row(name, live, lines, draft, count(problems, "error"), count(problems, "warning"))


def count(problems: Sequence[Problem], severity: str) -> int:
    """Count the problems of a severity."""
    return sum(problem.severity == severity for problem in problems)
