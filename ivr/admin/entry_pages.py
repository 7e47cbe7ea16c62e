"""A line or a team as a form, beside the configuration as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response

from ivr.accounts.guard import allow
from ivr.admin.entries import Entry, Outcome, check_entry, looked_at, save_entry
from ivr.admin.entry_form import LANGUAGES, Choices, Field, field_at, fields_of, read_fields
from ivr.admin.line_pages import Lines
from ivr.admin.problem_words import Fields, Told, beside
from ivr.bundles.store import live_flow_names
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from routing.lines import Line
from routing.policies import Callbacks, Messages, Queue
from routing.teams import Team

Page = Response | str | tuple[str, HTTPStatus]
WHOLE: Mapping[str, type[BaseModel]] = {
    "callbacks": Callbacks,
    "messages": Messages,
    "queue": Queue,
}
"""Sections without entries: they have no key."""
MODELS: Mapping[str, type[BaseModel]] = {"lines": Line, "teams": Team, **WHOLE}


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form. `key` is the line's number or the team's name."""

    section: str
    key: str
    fields: Sequence[Field]
    base: int
    new: bool
    wrong: Fields = field(default_factory=dict)
    other: Sequence[Told] = ()
    outcome: Outcome = field(default_factory=Outcome)
    checked: bool = False


def add_entry_pages(pages: Blueprint, services: Services) -> None:
    """Add the form, and saving it."""
    lines = Lines(services, ConfigurationStore(services.engine))

    @pages.get("/lines/entry")
    @allow("administrator")
    def edit_entry() -> str:
        section, key = request.args.get("section", ""), request.args.get("key", "")
        base, entries = _entries(lines, section)
        if key and key not in entries:
            abort(HTTPStatus.NOT_FOUND)
        fields = fields_of(MODELS[section], entries.get(key), _choices(lines))
        new = not key and section not in WHOLE
        return _page(Written(section, key, fields, base, new=new))

    @pages.post("/lines/entry/save")
    @allow("administrator")
    def save_line_or_team() -> Page:
        section, key = request.form.get("section", ""), request.form.get("key", "").strip()
        do, base = request.form.get("do", ""), request.form.get("base", 0, int)
        newest, entries = _entries(lines, section)
        new = _is_new(section, key, entries, is_stale=base != newest)
        asked = fields_of(MODELS[section], None, _choices(lines))
        document = _unknown(entries.get(key), asked) | read_fields(asked, request.form)
        fields = fields_of(MODELS[section], document, _choices(lines))
        written = Written(section, key, fields, base, new=new)
        if (not key and section not in WHOLE) or (new and key in entries):
            told = Told.of_page("admin.wrong.taken" if key else "admin.wrong.missing")
            return _page(replace(written, wrong={"@key": [told]})), HTTPStatus.BAD_REQUEST
        gone = do == "remove" and section not in WHOLE
        entry = Entry(section, key, None if gone else document)
        outcome = (check_entry if do == "check" else save_entry)(lines, entry, base)
        if do != "check" and outcome.saved:
            return redirect(_to(entry), HTTPStatus.SEE_OTHER)
        return _again(written, outcome)


def _unknown(written: Any, fields: Sequence[Field]) -> dict[str, Any]:
    """What a newer version has written is refused with the rest, not dropped."""
    known = {one.name.partition(".")[0] for one in fields}
    return {name: value for name, value in (written or {}).items() if name not in known}


def _is_new(section: str, key: str, entries: Mapping[str, Any], *, is_stale: bool) -> bool:
    """What somebody took away meanwhile is not lost with the form: it may be saved as new."""
    if key not in entries and (section in WHOLE or not (request.form.get("new") or is_stale)):
        abort(HTTPStatus.NOT_FOUND)
    return section not in WHOLE and (bool(request.form.get("new")) or key not in entries)


def _entries(lines: Lines, section: str) -> tuple[int, Mapping[str, Any]]:
    if section not in MODELS:
        abort(HTTPStatus.NOT_FOUND)
    base, found = looked_at(lines, section)
    return base, {"": found} if section in WHOLE else found


def _choices(lines: Lines) -> Choices:
    applied = lines.applied.current()
    flows = sorted(live_flow_names(lines.services.engine))
    return {
        "flow": flows,
        "survey": flows,
        "hours": list(applied.hours),
        "lines": [line.name for line in applied.lines.values()],
        "overflow.teams": [name for name, team in applied.teams.items() if team.desk],
    }


def _to(entry: Entry) -> str:
    """Back to where the line is seen, with what happens on it now."""
    name = entry.document.get("name", "") if entry.document and entry.section == "lines" else None
    return url_for("admin.lines_", line=name, done="saved")


def _again(written: Written, outcome: Outcome) -> Page:
    def fields_at(path: tuple[str | int, ...]) -> Sequence[str]:
        above = (written.section, written.key) if written.key else (written.section,)
        own = path[: len(above)] == above
        return list(field_at(written.fields, path[len(above) :])) if own else []

    wrong, other = beside(outcome.problems, fields_at)
    shown = replace(
        written,
        base=outcome.base,
        wrong=wrong,
        other=other,
        outcome=outcome,
        checked=outcome.saved,
    )
    return _page(shown), outcome.status


def _page(written: Written) -> str:
    return render_template("admin_entry.html", written=written, languages=LANGUAGES)
