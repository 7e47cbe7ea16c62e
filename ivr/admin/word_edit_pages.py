"""One shared sentence as a form: its languages side by side, and how it will sound."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin import word_drafts
from ivr.admin.word_desk import WordDesk, given
from ivr.admin.word_drafts import Conflict
from ivr.admin.word_gate import SHARED
from ivr.admin.wordings import group_of
from ivr.audit.log import note
from ivr.bundles.library import shipped_prompts
from ivr.studio import freshness
from ivr.web.words import word

READERS: tuple[Role, ...] = ("viewer", "editor", "publisher", "outage-operator", "administrator")

Page = str | Response | tuple[str, HTTPStatus]


def add_word_edits(pages: Blueprint, desk: WordDesk) -> None:
    """Add the form, what stands beside it, and what can be done with the draft."""
    _add_draft(pages, desk)

    @pages.get("/words/sentences/<key>")
    @allow(*READERS)
    def word_sentence(key: str) -> str:
        return _page(desk, key)

    @pages.post("/words/sentences/<key>/said")
    @allow("editor")
    def word_said(key: str) -> str:
        _known(key)
        return render_template("admin_word_beside.html", beside=desk.beside(key, given()))

    @pages.post("/words/sentences/<key>/save")
    @allow("editor")
    def save_word(key: str) -> Page:
        return _kept(desk, key, given())

    @pages.post("/words/sentences/<key>/shipped")
    @allow("editor")
    def ship_word(key: str) -> Page:
        return _kept(desk, key, None)


def _add_draft(pages: Blueprint, desk: WordDesk) -> None:
    @pages.post("/words/discard")
    @allow("editor")
    def discard_words() -> Page:
        try:
            with desk.engine.begin() as connection:
                revision = request.form.get("revision", -1, int)
                word_drafts.close(connection, revision)
                note(
                    connection,
                    who=g.person.name,
                    what="words.discarded",
                    before={"revision": revision},
                    at=desk.services.clock.now(),
                )
        except Conflict:
            pass  # the page shows what it is by now
        return redirect(url_for("admin.publish_words_page"), HTTPStatus.SEE_OTHER)

    @pages.post("/words/fresh")
    @allow("editor")
    def fresh_words() -> Page:
        one = request.form.get("prompt", "")[:80], request.form.get("digest", "")[:16]
        now = desk.services.clock.now()
        with desk.engine.begin() as connection:
            freshness.confirm(connection, SHARED, one, g.person.name, now)
        return redirect(url_for("admin.publish_words_page"), HTTPStatus.SEE_OTHER)


def _kept(desk: WordDesk, key: str, texts: Mapping[str, str] | None) -> Page:
    _known(key)
    try:
        desk.keep(key, texts)
    except Conflict:
        page = _page(desk, key, word("admin.words.meanwhile"), texts)
        return page, HTTPStatus.CONFLICT
    return redirect(url_for("admin.word_sentence", key=key), HTTPStatus.SEE_OTHER)


def _known(key: str) -> None:
    if key not in shipped_prompts():
        abort(HTTPStatus.NOT_FOUND)


def _page(
    desk: WordDesk, key: str, problem: str = "", written: Mapping[str, str] | None = None
) -> str:
    _known(key)
    opened = desk.open()
    drafted = opened.library[key].text
    texts = drafted if written is None else written
    return render_template(
        "admin_word.html",
        key=key,
        group=group_of(key),
        opened=opened,
        texts=texts,
        theirs=drafted if written is not None and written != drafted else None,
        shipped=shipped_prompts()[key].text,
        beside=desk.beside(key, texts),
        problem=problem,
    )
