"""One step of a draft as a form, with the sentences that it says."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from flows.definition import Flow, Reading
from flows.editing import NoSuchPlace, remove
from flows.reference import words_of
from flows.step import SLUG, Step
from flows.steps import STEP_TYPES
from ivr.accounts.guard import allow
from ivr.bundles.library import shipped_prompts
from ivr.studio.drafts import Conflict
from ivr.studio.drawing import type_of
from ivr.studio.fields import Unreadable, fields_of, read_field
from ivr.studio.helping import of_type
from ivr.studio.map_pages import by_step
from ivr.studio.prompt_pages import sentences
from ivr.studio.steps import renamed, with_fields, with_step
from ivr.studio.studio import READERS, Open, Page, Studio
from ivr.web.words import language_of_page, word


def add_steps(pages: Blueprint, studio: Studio) -> None:
    """Add the form, and what can be done with a step as a whole."""
    _add_form(pages, studio)
    _add_whole(pages, studio)


def _add_form(pages: Blueprint, studio: Studio) -> None:
    @pages.get("/<flow>/steps/<step>")
    @allow(*READERS)
    def step(flow: str, step: str) -> str:
        return _page(studio, studio.open(flow), step)

    @pages.post("/<flow>/steps/<step>/save")
    @allow("editor")
    def save_step(flow: str, step: str) -> Page:
        opened = _seen(studio, flow)
        reading, read = _read(studio, opened)
        old = _written(reading, step)
        try:
            new = _fields(type(read.steps[step]), old)
        except Unreadable as error:
            problem = word("studio.step.unreadable", name=str(error))
            return _page(studio, studio.open(flow), step, problem), HTTPStatus.BAD_REQUEST
        return _keep(studio, opened, with_fields(opened.source, step, old, new), step)


def _add_whole(pages: Blueprint, studio: Studio) -> None:
    @pages.post("/<flow>/steps/<step>/rename")
    @allow("editor")
    def rename_step(flow: str, step: str) -> Page:
        opened, name = _seen(studio, flow), request.form.get("name", "").strip()
        reading, read = _read(studio, opened)
        _written(reading, step)
        if not re.fullmatch(SLUG, name) or name in read.steps:
            problem = word("studio.step.bad_name")
            return _page(studio, opened, step, problem), HTTPStatus.BAD_REQUEST
        return _keep(studio, opened, renamed(opened.source, reading, step, name), name)

    @pages.post("/<flow>/steps/<step>/remove")
    @allow("editor")
    def remove_step(flow: str, step: str) -> Page:
        opened = _seen(studio, flow)
        _written(_read(studio, opened)[0], step)
        return _keep(studio, opened, remove(opened.source, ("steps", step)), "")

    @pages.post("/<flow>/steps")
    @allow("editor")
    def add_step(flow: str) -> Page:
        opened, name = _seen(studio, flow), request.form.get("name", "").strip()
        _, read = _read(studio, opened)
        type_ = request.form.get("type", "")
        if not re.fullmatch(SLUG, name) or name in read.steps or type_ not in STEP_TYPES:
            problem = word("studio.step.bad_name")
            return _page(studio, opened, next(iter(read.steps)), problem), HTTPStatus.BAD_REQUEST
        return _keep(studio, opened, with_step(opened.source, read, name, type_), name)


def _seen(studio: Studio, flow: str) -> Open:
    """What is there now, under the revision that the form was drawn from."""
    opened, revision = studio.open(flow), request.form.get("revision", 0, int)
    return Open(flow, opened.source, revision, opened.base, opened.draft)


def _read(studio: Studio, opened: Open) -> tuple[Reading, Flow]:
    reading = studio.check(opened).reading
    if reading.flow is None:
        abort(HTTPStatus.NOT_FOUND)
    return reading, reading.flow


def _written(reading: Reading, step: str) -> Mapping[str, Any]:
    """Give the step as it stands in the file."""
    found = reading.source.document["steps"].get(step)
    if not isinstance(found, dict):
        abort(HTTPStatus.NOT_FOUND)
    return found


def _fields(type_: type[Step], old: Mapping[str, Any]) -> dict[str, Any]:
    new = {one.name: read_field(one, request.form) for one in fields_of(type_, old)}
    if "next" in request.form:
        new["next"] = request.form["next"] or None
    exits = {name: request.form.get(f"exits.{name}", "") for name in type_.outcomes}
    new["exits"] = {name: to for name, to in exits.items() if to} or None
    return new


def _keep(studio: Studio, opened: Open, text: str, step: str) -> Page:
    try:
        studio.save(opened, text)
    except (Conflict, NoSuchPlace):
        now = studio.open(opened.flow)
        known = _read(studio, now)[1].steps
        shown = step if step in known else next(iter(known))
        return _page(studio, now, shown, word("studio.changed_meanwhile")), HTTPStatus.CONFLICT
    return _to(opened.flow, step)


def _to(flow: str, step: str) -> Response:
    address = (
        url_for("studio.step", flow=flow, step=step) if step else url_for("studio.map_", flow=flow)
    )
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(studio: Studio, opened: Open, step: str, problem: str = "") -> str:
    reading, read = _read(studio, opened)
    old, checked = _written(reading, step), studio.check(opened)
    model = read.steps[step]
    keys = set(model.prompt_keys())
    return render_template(
        "studio_step.html",
        flow=opened.flow,
        opened=studio.open(opened.flow),
        step=step,
        type=type_of(read, step),
        words=of_type(language_of_page(), type_of(read, step), words_of(type(model))),
        fields=list(fields_of(type(model), old, language_of_page())),
        exits=[(name, old.get("exits", {}).get(name, "")) for name in type(model).outcomes],
        leads_on=model.leads_on,
        next=old.get("next", ""),
        steps=list(read.steps),
        prompts=sorted({*read.prompts, *shipped_prompts()}),
        sentences=[
            one for one in sentences(read, checked.problems, checked.library) if one.key in keys
        ],
        problems=by_step(checked.problems).get(step, ()),
        types=sorted(STEP_TYPES),
        given={},
        problem=problem,
    )
