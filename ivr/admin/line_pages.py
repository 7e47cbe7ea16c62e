"""Lines, teams and hours as they are, and what happens on a line at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, g, render_template, request

from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin.configuration_text import whole_text, written_difference
from ivr.admin.line_board import at_time, coming, local_day, week_of, why_closed, written
from ivr.admin.moments import field_of, read_moment
from ivr.lines.changes import changes, document_of
from ivr.lines.store import ConfigurationStore, sections
from ivr.services import Services
from routing.configuration import Configuration
from routing.price import price_of

SEERS: tuple[Role, ...] = (
    "viewer",
    "editor",
    "publisher",
    "outage-operator",
    "administrator",
    "auditor",
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Lines:
    """What the pages of lines need."""

    services: Services
    applied: ConfigurationStore


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a form that was not taken: the text, and what is wrong with it."""

    text: str = ""
    base: int = 0
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    difference: Sequence[tuple[str, str]] = ()
    checked: bool = False
    conflict: str = ""
    theirs: Sequence[tuple[str, str]] = field(default_factory=tuple)


def add_lines(pages: Blueprint, services: Services) -> None:
    """Add what can be looked at, and the emergency message to every page."""
    lines = Lines(services, ConfigurationStore(services.engine))
    _add_emergency(pages, lines)

    @pages.get("/lines/")
    @allow(*SEERS)
    def lines_() -> str:
        return lines_page(lines)

    @pages.get("/lines/source")
    @allow("administrator")
    def lines_source() -> str:
        version = lines.applied.versioned()[0]
        return source_page(Shown(text=current_text(lines), base=version))

    @pages.get("/lines/history")
    @allow(*SEERS)
    def lines_history() -> str:
        return _history(lines)


def _add_emergency(pages: Blueprint, lines: Lines) -> None:
    def heard_first() -> Mapping[str, str]:
        """Return the message that is on, for whoever is signed in."""
        return lines.applied.current().emergency.spoken if g.get("person") else {}

    pages.app_context_processor(lambda: {"emergency_on": heard_first})


def current_text(lines: Lines) -> str:
    """Return the configuration as `linja config show` prints it."""
    with lines.services.engine.connect().execution_options(readonly=True) as connection:
        return whole_text(sections(connection))


def lines_page(lines: Lines, problems: Sequence[str] = ()) -> str:
    """Draw lines, teams and hours, the switch, and the answer to a question."""
    now = lines.services.clock.now()
    version, configuration = lines.applied.versioned()
    asked_at, bad_time = _asked_at(now)
    named = request.args.get("line", "")
    asked = next((one for one in configuration.lines.values() if one.name == named), None)
    today = local_day(now)
    return render_template(
        "admin_lines.html",
        configuration=configuration,
        version=version,
        now=now,
        answers={
            number: at_time(configuration, line, now)
            for number, line in configuration.lines.items()
        },
        asked=asked,
        asked_at=asked_at,
        asked_field=field_of(asked_at),
        bad_time=bad_time,
        told=at_time(configuration, asked, asked_at) if asked else (),
        weeks={name: week_of(hours) for name, hours in configuration.hours.items()},
        special={name: coming(hours, today) for name, hours in configuration.hours.items()},
        days=DAYS,
        spoken=_spoken(configuration),
        written=written,
        why_closed=why_closed,
        prices={n: price_of(n, line.price) for n, line in configuration.lines.items()},
        problems=problems,
    )


def source_page(shown: Shown) -> str:
    """Draw the configuration as text, with what is wrong with what was written."""
    return render_template("admin_lines_source.html", shown=shown)


def _history(lines: Lines) -> str:
    wanted = request.args.get("version", 0, int)
    with lines.services.engine.connect().execution_options(readonly=True) as connection:
        found = changes(connection)
        after = document_of(connection, wanted)
        if wanted and after is None:
            abort(HTTPStatus.NOT_FOUND)
        before = document_of(connection, wanted - 1) if after is not None else None
    replaced = next((one.sections for one in found if one.version == wanted), tuple(after or ()))
    difference = written_difference(_only(before, replaced), _only(after, replaced))
    return render_template(
        "admin_lines_history.html", found=found, wanted=wanted, difference=difference
    )


def _only(document: Mapping[str, Any] | None, names: Sequence[str]) -> Mapping[str, Any]:
    """Keep the sections that a change replaced: of the version before, nothing may be known."""
    return {name: document[name] for name in names if name in document} if document else {}


def _asked_at(now: datetime) -> tuple[datetime, bool]:
    try:
        return read_moment(request.args.get("at", "")) or now, False
    except ValueError:
        return now, True


def _spoken(configuration: Configuration) -> Sequence[str]:
    """Every language of the lines, in their order."""
    every = (one for line in configuration.lines.values() for one in line.languages)
    return list(dict.fromkeys(every))
