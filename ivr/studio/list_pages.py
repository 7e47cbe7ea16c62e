"""The list of flows, and a new one."""

import re
from http import HTTPStatus

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from flows.editing import NoSuchPlace, put
from flows.step import SLUG
from ivr.accounts.guard import allow
from ivr.audit.log import note
from ivr.studio import drafts
from ivr.studio.drafts import Conflict, Edit
from ivr.studio.studio import READERS, Page, Studio, rows
from ivr.studio.texts import live_text
from ivr.web.words import word


def add_list(pages: Blueprint, studio: Studio) -> None:
    """Add them."""

    @pages.get("/")
    @allow(*READERS)
    def flows() -> str:
        return _list(studio)

    @pages.post("/new")
    @allow("editor")
    def new_flow() -> Page:
        name, like = request.form.get("name", "").strip(), request.form.get("like", "")
        if not re.fullmatch(SLUG, name):
            return _list(studio, word("studio.new.bad_name")), HTTPStatus.BAD_REQUEST
        taken = [row.flow for row in rows(studio)]
        if name in taken or like not in taken:
            return _list(studio, word("studio.new.taken", name=name)), HTTPStatus.CONFLICT
        return _begin(studio, name, like)

    @pages.post("/<flow>/discard")
    @allow("editor")
    def discard(flow: str) -> Page:
        try:
            with studio.engine.begin() as connection:
                revision = request.form.get("revision", 0, int)
                drafts.discard(connection, flow, revision)
                note(
                    connection,
                    who=g.person.name,
                    what="flow.discarded",
                    about=flow,
                    before={"revision": revision},
                    at=studio.now(),
                )
        except Conflict:
            return _list(studio, word("studio.changed_meanwhile")), HTTPStatus.CONFLICT
        return redirect(url_for("studio.flows"), HTTPStatus.SEE_OTHER)


def _begin(studio: Studio, name: str, like: str) -> Response | tuple[str, HTTPStatus]:
    text = live_text(studio.engine, like) or studio.open(like).source
    try:
        source = put(text, ("name",), name)
        edit = Edit(name, 0, None, source, g.person.name)
        drafts.save(studio.engine, edit, studio.now())
    except (Conflict, NoSuchPlace):
        return _list(studio, word("studio.changed_meanwhile")), HTTPStatus.CONFLICT
    return redirect(url_for("studio.source", flow=name), HTTPStatus.SEE_OTHER)


def _list(studio: Studio, problem: str = "") -> str:
    return render_template("studio_list.html", rows=rows(studio), problem=problem)
