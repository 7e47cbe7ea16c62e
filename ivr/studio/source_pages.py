"""The source of a draft: an editor that saves at every pause, with the problems beside it."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ivr.accounts.guard import allow
from ivr.studio import drafts
from ivr.studio.difference import changed_lines
from ivr.studio.drafts import Conflict, NothingToUndo
from ivr.studio.grammar import grammar, names
from ivr.studio.studio import READERS, Open, Page, Studio, count
from ivr.studio.texts import live_text
from ivr.web.words import language_of_page, word

MOST_CHARACTERS = 1_000_000
PHRASES: Mapping[str, str] = {
    "find": "Find",
    "replace_with": "Replace",
    "next": "next",
    "previous": "previous",
    "all": "all",
    "case": "match case",
    "regexp": "regexp",
    "word": "by word",
    "replace": "replace",
    "replace_all": "replace all",
    "close": "close",
    "line": "Go to line",
    "go": "go",
    "problems": "Diagnostics",
    "no_problems": "No diagnostics",
    "completions": "Completions",
}
"""What the editor itself says, by our words for it: CodeMirror looks its phrases up in English."""
GRAMMAR_SECONDS = 60
"""So long a browser completes from what it has before it asks whether there is more."""


def add_source(pages: Blueprint, studio: Studio) -> None:
    """Add the editor, saving, trying and undoing."""
    _add_grammar(pages, studio)
    _add_editor(pages, studio)
    _add_trials(pages, studio)


def _add_grammar(pages: Blueprint, studio: Studio) -> None:
    @pages.get("/grammar")
    @allow(*READERS)
    def grammar_() -> AnyResponse:
        """Give what may be written where; asked again, only that it is still the same."""
        answer = jsonify(
            {**grammar(language_of_page()), **names(studio.library(), studio.checker.flows())}
        )
        answer.headers["Cache-Control"] = f"private, max-age={GRAMMAR_SECONDS}"
        answer.add_etag()
        return answer.make_conditional(request)


def _add_editor(pages: Blueprint, studio: Studio) -> None:

    @pages.get("/<flow>/source")
    @allow(*READERS)
    def source(flow: str) -> str:
        return _page(studio, studio.open(flow))

    @pages.post("/<flow>/source/save")
    @allow("editor")
    def save_source(flow: str) -> Page:
        opened, given = studio.open(flow), _given(flow)
        if len(given.source) > MOST_CHARACTERS:
            return _page(studio, opened, word("studio.too_large")), HTTPStatus.BAD_REQUEST
        try:
            saved = studio.save(given, given.source)
        except Conflict as conflict:
            return _conflict(studio, given, conflict)
        if not _partly():
            return redirect(url_for("studio.source", flow=flow), HTTPStatus.SEE_OTHER)
        now = Open(flow, saved.source, saved.revision, saved.base, saved)
        return _beside(studio, now)


def _add_trials(pages: Blueprint, studio: Studio) -> None:
    @pages.get("/<flow>/trials")
    @allow(*READERS)
    def trials(flow: str) -> str:
        opened = studio.open(flow)
        return render_template("studio_trials.html", **_tried(studio, opened))

    @pages.post("/<flow>/undo")
    @allow("editor")
    def undo(flow: str) -> Page:
        revision = request.form.get("revision", 0, int)
        try:
            drafts.undo(studio.engine, flow, revision, g.person.name, studio.now())
        except (Conflict, NothingToUndo) as problem:
            said = "nothing_to_undo" if isinstance(problem, NothingToUndo) else "changed_meanwhile"
            page = _page(studio, studio.open(flow), word(f"studio.{said}"))
            return page, HTTPStatus.CONFLICT
        return redirect(
            request.referrer or url_for("studio.source", flow=flow), HTTPStatus.SEE_OTHER
        )


def _given(flow: str) -> Open:
    """Read the form: `over` is the revision of somebody else that is knowingly written over."""
    source = plain(request.form.get("source", ""))
    revision = request.form.get("over", type=int) or request.form.get("revision", 0, int)
    return Open(flow, source, revision, request.form.get("base") or None, None)


def plain(text: str) -> str:
    """Lines as they are in a file; what no database keeps is made visible."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def _partly() -> bool:
    return "HX-Request" in request.headers


def _page(studio: Studio, opened: Open, problem: str = "", conflict: object = None) -> str:
    checked = studio.check(opened)
    return render_template(
        "studio_source.html",
        flow=opened.flow,
        opened=opened,
        problems=checked.problems,
        problem=problem,
        conflict=conflict,
        phrases={english: word(f"studio.editor.{key}") for key, english in PHRASES.items()},
        may_edit="editor" in g.person.roles,
    )


def _beside(studio: Studio, opened: Open, conflict: object = None) -> str:
    problems = studio.check(opened).problems
    return render_template(
        "studio_beside.html",
        flow=opened.flow,
        opened=opened,
        problems=problems,
        conflict=conflict,
        swapped=True,
    )


def _conflict(studio: Studio, given: Open, conflict: Conflict) -> Page:
    """Show who was quicker and what they changed; what was given stays in the editor."""
    theirs = conflict.theirs
    text = theirs.source if theirs else live_text(studio.engine, given.flow)
    told = {"theirs": theirs, "lines": changed_lines(given.source, text)}
    if _partly():
        return _beside(studio, given, told)
    return _page(studio, given, conflict=told), HTTPStatus.CONFLICT


def _tried(studio: Studio, opened: Open) -> dict[str, object]:
    checked = studio.check(opened, scenarios=True)
    flow = checked.reading.flow
    broken = [one for one in checked.problems if one.id == "scenario-broken"]
    others = count(checked.problems, "error") - len(broken)
    scenarios = len(flow.scenarios) if flow else 0
    return {"broken": broken, "tried": 0 if others else scenarios, "scenarios": scenarios}
