"""What an administrator does: the emergency switch, and the configuration as text."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ivr.accounts.guard import allow
from ivr.admin.configuration_text import written_difference
from ivr.admin.line_pages import Lines, Shown, lines_page, source_page
from ivr.bundles.store import live_flow_names
from ivr.clock import HELSINKI
from ivr.lines.changes import Change, Deed, StaleConfiguration, document_of
from ivr.lines.store import ConfigurationStore, apply, sections
from ivr.services import Services
from ivr.web.words import word
from routing.configuration import BadConfiguration, Configuration, read_configuration
from routing.document import BadDocument, Document, read_document
from routing.remarks import remarks

Page = Response | str | tuple[str, HTTPStatus]
LONGEST_TEXT = 1_000_000


def add_line_deeds(pages: Blueprint, services: Services) -> None:
    """Add what can be done."""
    lines = Lines(services, ConfigurationStore(services.engine))

    @pages.post("/lines/emergency")
    @allow("administrator", "outage-operator")
    def switch_emergency() -> Page:
        document, missing = _emergency(lines.applied.current())
        if missing:
            return lines_page(lines, [missing]), HTTPStatus.BAD_REQUEST
        try:
            _apply(lines, {"emergency": document})
        except StaleConfiguration as error:
            return lines_page(lines, [whose(error.change)]), HTTPStatus.CONFLICT
        except BadConfiguration as error:
            return lines_page(lines, [str(one) for one in error.problems]), HTTPStatus.BAD_REQUEST
        done = "on" if document["on"] == "true" else "off"
        return redirect(url_for("admin.lines_", done=done), HTTPStatus.SEE_OTHER)

    @pages.post("/lines/source")
    @allow("administrator")
    def save_source() -> Page:
        return _save(lines, request.form.get("source", "").replace("\r\n", "\n"))


def _emergency(configuration: Configuration) -> tuple[dict[str, Any], str]:
    """Read the switch's form: the section, and what is missing for it to be on."""
    form, every = request.form, [line.name for line in configuration.lines.values()]
    chosen = [name for name in every if name in form.getlist("line")]
    on = form.get("do") == "on"
    languages = {
        one
        for line in configuration.lines.values()
        if not chosen or line.name in chosen
        for one in line.languages
    }
    said = {
        name.removeprefix("message_"): " ".join(text.split())
        for name, text in form.items()
        if name.startswith("message_")
    }
    message = {language: text for language, text in said.items() if text}
    document: dict[str, Any] = {"on": "true" if on else "false", "message": message}
    if chosen and len(chosen) < len(every):
        document["lines"] = chosen
    missing = [word(f"language.{one}") for one in sorted(languages - message.keys())]
    wanted = on and missing
    return document, word("admin.lines.no_words", languages=", ".join(missing)) if wanted else ""


def _save(lines: Lines, text: str) -> Page:
    base = request.form.get("base", 0, int)
    if len(text) > LONGEST_TEXT:
        shown = Shown(text=text[:LONGEST_TEXT], base=base, problems=[word("admin.lines.too_long")])
        return source_page(shown), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        document = read_document(text)
    except BadDocument as error:
        shown = Shown(text=text, base=base, problems=error.problems)
        return source_page(shown), HTTPStatus.BAD_REQUEST
    try:
        if request.form.get("do") != "save":
            return source_page(_checked(lines, text, base, document))
        _apply(lines, document.sections)
    except BadConfiguration as error:
        problems = [document.place(one) for one in error.problems]
        shown = Shown(text=text, base=base, problems=problems)
        return source_page(shown), HTTPStatus.BAD_REQUEST
    except StaleConfiguration as error:
        return source_page(_stale(lines, text, base, error.change)), HTTPStatus.CONFLICT
    return redirect(url_for("admin.lines_history", done="saved"), HTTPStatus.SEE_OTHER)


def _checked(lines: Lines, text: str, base: int, document: Document) -> Shown:
    """Say what would change. Raises BadConfiguration."""
    engine = lines.services.engine
    with engine.connect().execution_options(readonly=True) as connection:
        before = sections(connection)
    after = {**before, **document.sections}
    read = read_configuration(after, live_flow_names(engine))
    return Shown(
        text=text,
        base=base,
        notes=remarks(read),
        difference=written_difference(before, after),
        checked=True,
    )


def _stale(lines: Lines, text: str, base: int, change: Change | None) -> Shown:
    """Keep the text; show what they changed. Saved again, it goes over theirs knowingly."""
    newest, theirs = since(lines, base)
    return Shown(text=text, base=newest, conflict=whose(change), theirs=theirs)


def since(lines: Lines, base: int) -> tuple[int, Sequence[tuple[str, str]]]:
    """Return the newest version, and what has changed since this one, all that is in it."""
    newest = lines.applied.versioned()[0]
    with lines.services.engine.connect().execution_options(readonly=True) as connection:
        before, now = document_of(connection, base), sections(connection)
    return newest, written_difference(before, now) if before else ()


def whose(change: Change | None) -> str:
    """Say whose change it was that came between."""
    if change is None:
        return word("admin.lines.changed")
    at = f"{change.at.astimezone(HELSINKI):%-d.%-m. %-H.%M}"
    return word("admin.lines.changed_by", who=change.by, at=at)


def _apply(lines: Lines, changed: Mapping[str, Any]) -> None:
    engine = lines.services.engine
    deed = Deed(g.person.name, lines.services.clock.now(), request.form.get("base", 0, int))
    apply(engine, changed, live_flow_names(engine), deed)
