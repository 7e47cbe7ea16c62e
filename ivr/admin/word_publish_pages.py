"""Publish the company's words: what is missing, what callers will hear, and back again."""

from collections.abc import Mapping
from http import HTTPStatus
from itertools import pairwise

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin import word_drafts
from ivr.admin.word_checks import problems
from ivr.admin.word_desk import Opened, WordDesk, heard
from ivr.admin.word_drafts import Conflict
from ivr.audit.difference import only_changed
from ivr.audit.log import note as audited
from ivr.bundles.library import shipped_prompts
from ivr.bundles.notes import ROLLED_BACK, SHIPPED
from ivr.bundles.own_words import (
    NONE,
    StaleWords,
    Words,
    WordVersion,
    publish_words,
    versions,
)
from ivr.web.words import word

READERS: tuple[Role, ...] = ("viewer", "editor", "publisher", "administrator")
LONGEST_NOTE = 500

Page = str | Response | tuple[str, HTTPStatus]


def add_word_publishing(pages: Blueprint, desk: WordDesk) -> None:
    """Add the gate, publishing, and the versions."""
    _add_versions(pages, desk)

    @pages.get("/words/publish")
    @allow(*READERS)
    def publish_words_page() -> str:
        return _page(desk, desk.open())

    @pages.get("/words/publish/played")
    @allow(*READERS)
    def played_words() -> str:
        opened = desk.open()
        broken = desk.flows.broken(opened.draft.over(opened.live.words))
        return render_template("studio_played.html", broken=broken, sound=True)

    @pages.post("/words/publish/do")
    @allow("publisher")
    def do_publish_words() -> Page:
        opened, note = desk.open(), " ".join(request.form.get("note", "").split())
        if not _is_what_was_seen(opened):
            return _page(desk, opened, word("admin.words.meanwhile"), note), HTTPStatus.CONFLICT
        after = opened.draft.over(opened.live.words)
        if not note or not desk.gate(opened).open or desk.flows.broken(after):
            problem = word("studio.publish.no_note" if not note else "studio.publish.refused")
            return _page(desk, opened, problem, note), HTTPStatus.CONFLICT
        try:
            _go_live(desk, opened, after, note)
        except (StaleWords, Conflict):
            return _page(desk, opened, word("admin.words.meanwhile"), note), HTTPStatus.CONFLICT
        return redirect(url_for("admin.word_versions"), HTTPStatus.SEE_OTHER)


def _add_versions(pages: Blueprint, desk: WordDesk) -> None:
    @pages.get("/words/versions")
    @allow(*READERS)
    def word_versions() -> str:
        return _versions(desk)

    @pages.post("/words/versions/<int:version_id>/restore")
    @allow("publisher")
    def restore_words(version_id: int) -> Page:
        opened = desk.open()
        known = {one.id: one for one in [NONE, *versions(desk.engine)]}
        if version_id not in known:
            abort(HTTPStatus.NOT_FOUND)
        if not _is_what_was_seen(opened):
            return _versions(desk, word("admin.words.meanwhile")), HTTPStatus.CONFLICT
        after = known[version_id].words
        wrong = [*_wrong(after), *(f"{flow}: {how}" for flow, how in desk.flows.broken(after))]
        if wrong:
            problem = word("studio.publish.refused")
            return _versions(desk, problem, wrong), HTTPStatus.CONFLICT
        try:
            note = f"{ROLLED_BACK}{known[version_id].note or SHIPPED}"
            _go_live(desk, opened, after, note, ends_draft=False)
        except StaleWords:
            return _versions(desk, word("admin.words.meanwhile")), HTTPStatus.CONFLICT
        return redirect(url_for("admin.word_versions"), HTTPStatus.SEE_OTHER)


def _is_what_was_seen(opened: Opened) -> bool:
    """Are the draft and what is live still those of the page that the form was on?"""
    seen = request.form.get("revision", -1, int), request.form.get("live", -1, int)
    return seen == (opened.draft.revision, opened.live.id)


def _wrong(words: Words) -> list[str]:
    """Check words that were live once: what ships may be another sentence by now."""
    there = {key: texts for key, texts in words.items() if key in shipped_prompts()}
    return [
        one.message
        for key, texts in there.items()
        for one in problems(key, texts)
        if one.severity == "error"
    ]


def _go_live(
    desk: WordDesk, opened: Opened, after: Words, note: str, *, ends_draft: bool = True
) -> None:
    who, now = g.person.name, desk.services.clock.now()
    version = WordVersion(opened.live.id + 1, after, note[:LONGEST_NOTE], who, now)
    flows = desk.flows.renewed(opened.live.words, after)
    with desk.engine.begin() as connection:
        publish_words(connection, version, flows)
        old, new = only_changed(opened.live.words, after)
        audited(
            connection,
            who=who,
            what="words.published" if ends_draft else "words.rolled_back",
            about=f"version {version.id}",
            before=old,
            after={**new, "note": version.note},
            at=now,
        )
        if ends_draft:
            word_drafts.close(connection, opened.draft.revision)


def _page(desk: WordDesk, opened: Opened, problem: str = "", note: str = "") -> str:
    return render_template(
        "admin_words_publish.html",
        opened=opened,
        gate=desk.gate(opened),
        difference=heard(opened.live.words, opened.draft.over(opened.live.words)),
        problem=problem,
        note=note,
    )


def _versions(desk: WordDesk, problem: str = "", wrong: list[str] | None = None) -> str:
    past = [*versions(desk.engine), NONE]
    heard_in: Mapping[int, object] = {
        new.id: heard(old.words, new.words) for new, old in pairwise(past)
    }
    return render_template(
        "admin_words_versions.html",
        opened=desk.open(),
        versions=past,
        heard_in=heard_in,
        problem=problem,
        wrong=wrong or [],
    )
