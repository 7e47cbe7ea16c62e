"""One entry of lines, teams or hours, saved through the checks and store of the whole text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import g

from ivr.admin.line_deeds import since, whose
from ivr.admin.line_pages import Lines
from ivr.bundles.store import live_flow_names
from ivr.lines.changes import Deed, StaleConfiguration
from ivr.lines.store import apply, sections
from routing.configuration import BadConfiguration, read_configuration
from routing.problems import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """
    Where it stands, and how it is to stand there; None: not at all any more.

    Without a `key` it is the whole section.
    """

    section: str
    key: str
    document: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that is wrong with it; or who has changed what since `base` was looked at."""

    problems: Sequence[Problem] = ()
    conflict: str = ""
    theirs: Sequence[tuple[str, str]] = ()
    base: int = 0

    @property
    def status(self) -> HTTPStatus:
        """How the page answers that shows it."""
        if self.conflict:
            return HTTPStatus.CONFLICT
        return HTTPStatus.BAD_REQUEST if self.problems else HTTPStatus.OK

    @property
    def saved(self) -> bool:
        """Did it go through?"""
        return not (self.problems or self.conflict)


def written_entries(lines: Lines, section: str) -> Mapping[str, Any]:
    """Return a section as it is written."""
    with lines.services.engine.connect().execution_options(readonly=True) as connection:
        found: Mapping[str, Any] = sections(connection).get(section, {})
    return found


def looked_at(lines: Lines, section: str) -> tuple[int, Mapping[str, Any]]:
    """Return a section as it is written, after a version that is no newer than it."""
    at = lines.applied.versioned()[0]
    return at, written_entries(lines, section)


def check_entry(lines: Lines, entry: Entry, base: int) -> Outcome:
    """Say what is wrong, and change nothing."""
    engine = lines.services.engine
    with engine.connect().execution_options(readonly=True) as connection:
        whole = sections(connection)
    try:
        read_configuration({**whole, **_changed(whole, entry)}, live_flow_names(engine))
    except BadConfiguration as error:
        return Outcome(error.problems, base=base)
    return Outcome(base=base)


def save_entry(lines: Lines, entry: Entry, base: int) -> Outcome:
    """Put it in its place, unless somebody has changed anything since `base`."""
    engine = lines.services.engine
    with engine.connect().execution_options(readonly=True) as connection:
        changed = _changed(sections(connection), entry)
    deed = Deed(g.person.name, lines.services.clock.now(), base)
    try:
        apply(engine, changed, live_flow_names(engine), deed)
    except BadConfiguration as error:
        return Outcome(error.problems, base=base)
    except StaleConfiguration as error:
        newest, theirs = since(lines, base)
        return Outcome(conflict=whose(error.change), theirs=theirs, base=newest)
    return Outcome(base=base)


def _changed(whole: Mapping[str, Any], entry: Entry) -> Mapping[str, Any]:
    if not entry.key:
        return {entry.section: entry.document}
    every = {**whole.get(entry.section, {}), entry.key: entry.document}
    kept = {key: one for key, one in every.items() if one is not None}
    return {entry.section: kept}
