"""Hours as a form: the week, holidays, eves and dates, drawn as they would be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from ivr.accounts.guard import allow
from ivr.admin.entries import Entry, Outcome, check_entry, looked_at, save_entry
from ivr.admin.hour_form import (
    EVES,
    LANGUAGES,
    as_meant,
    document_of,
    field_at,
    form_of,
    rows_of,
)
from ivr.admin.line_board import coming, day_name, local_day, week_of, why_closed
from ivr.admin.line_pages import DAYS, Lines
from ivr.admin.moments import field_of, is_usable, read_moment
from ivr.admin.problem_words import Fields, Told, beside
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from routing.configuration import Configuration
from routing.hours import Schedule
from routing.opening import opening

Page = Response | str | tuple[str, HTTPStatus]
NAME = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form: `name` is empty for new hours until it is given."""

    name: str
    form: Mapping[str, str]
    base: int
    new: bool = False
    wrong: Fields = field(default_factory=dict)
    other: Sequence[Told] = ()
    outcome: Outcome = field(default_factory=Outcome)
    checked: bool = False


def add_hour_pages(pages: Blueprint, services: Services) -> None:
    """Add the form, and saving it."""
    lines = Lines(services, ConfigurationStore(services.engine))

    @pages.get("/lines/hours")
    @allow("administrator")
    def edit_hours() -> str:
        name = request.args.get("name", "")
        base, entries = looked_at(lines, "hours")
        if name and name not in entries:
            abort(HTTPStatus.NOT_FOUND)
        form = form_of(entries[name]) if name else {"holidays_how": "closed"}
        return _page(lines, Written(name, form, base, new=not name))

    @pages.post("/lines/hours/save")
    @allow("administrator")
    def save_hours() -> Page:
        form = as_meant(request.form.to_dict())
        name, do = form.get("name", "").strip(), form.get("do", "")
        base, (newest, entries) = request.form.get("base", 0, int), looked_at(lines, "hours")
        new = bool(form.get("new")) or (name not in entries and base != newest)  # taken away
        if not new and name not in entries:
            abort(HTTPStatus.NOT_FOUND)
        if new and (not NAME.fullmatch(name) or name in entries):
            return _named_badly(lines, Written(name, form, base, new=True))
        entry = Entry("hours", name, None if do == "remove" else document_of(form))
        outcome = (check_entry if do == "check" else save_entry)(lines, entry, base)
        if do != "check" and outcome.saved:
            return redirect(_to(name, do), HTTPStatus.SEE_OTHER)
        return _again(lines, Written(name, form, outcome.base, new=new, outcome=outcome))


def _to(name: str, do: str) -> str:
    if do == "remove":
        return url_for("admin.lines_", done="saved")
    return url_for("admin.edit_hours", name=name, done="saved")


def _named_badly(lines: Lines, written: Written) -> Page:
    taken = bool(NAME.fullmatch(written.name))
    key = "admin.wrong.hours_taken" if taken else "admin.wrong.slug"
    wrong = {"name": [Told.of_page(key)]}
    return _page(lines, replace(written, wrong=wrong)), HTTPStatus.BAD_REQUEST


def _again(lines: Lines, written: Written) -> Page:
    def fields_at(path: tuple[str | int, ...]) -> Sequence[str]:
        own = path[:2] == ("hours", written.name)
        return list(field_at(written.form, path[2:])) if own else []

    outcome = written.outcome
    wrong, other = beside(outcome.problems, fields_at)
    shown = replace(written, wrong=wrong, other=other, checked=outcome.saved)
    return _page(lines, shown), outcome.status


def _page(lines: Lines, written: Written) -> str:
    now = lines.services.clock.now()
    at = _asked_at(now)
    schedule = _schedule(document_of(written.form))
    rows = list(rows_of(written.form))
    free = max(rows, default=-1) + 1
    return render_template(
        "admin_hours.html",
        written=written,
        form=written.form,
        days=DAYS,
        eves=[(one, day_name(one)) for one in EVES],
        languages=LANGUAGES,
        rows=[*rows, *range(free, free + (not _any_empty(written.form, rows)))],
        week=week_of(schedule) if schedule else (),
        special=coming(schedule, local_day(now)) if schedule else (),
        at=at,
        at_field=field_of(at),
        told=opening(schedule, at) if schedule else None,
        why=why_closed,
        users=_users(lines.applied.current(), written.name),
    )


def _any_empty(form: Mapping[str, str], rows: Sequence[int]) -> bool:
    """Is there a row of a date to be written into?"""
    return any(not form.get(f"date_{row}", "").strip() for row in rows)


def _schedule(document: Any) -> Schedule | None:
    try:
        return Schedule.model_validate(document)
    except ValidationError:
        return None


def _asked_at(now: datetime) -> datetime:
    try:
        at = read_moment(request.args.get("at", "")) or now
    except ValueError:
        return now
    return at if is_usable(at) else now


def _users(configuration: Configuration, name: str) -> Sequence[str]:
    """Name the lines and teams that keep these hours."""
    lines = [line.name for line in configuration.lines.values() if line.hours == name]
    return [*lines, *(team.name for team in configuration.teams.values() if team.hours == name)]
