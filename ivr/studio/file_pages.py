"""Files in: a flow's source, and the sheet that comes back from a translator."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for

from flows.definition import read_flow
from flows.editing import NoSuchPlace
from ivr.accounts.guard import allow
from ivr.studio.drafts import Conflict
from ivr.studio.source_pages import MOST_CHARACTERS, plain
from ivr.studio.studio import READERS, Open, Page, Studio
from ivr.studio.translations import Library, Read, read_sheet, sheet
from ivr.studio.version_pages import as_file
from ivr.web.words import word


class NotAFile(Exception):
    """What was sent cannot be read; the message is the key of the words for it."""


def add_files(pages: Blueprint, studio: Studio) -> None:
    """Add them."""
    _add_out(pages, studio)

    @pages.post("/<flow>/files/source")
    @allow("editor")
    def import_source(flow: str) -> Page:
        opened = studio.open(flow)
        try:
            studio.save(_seen(opened), _sent())
        except NotAFile as problem:
            return _page(opened, problem=word(str(problem))), HTTPStatus.BAD_REQUEST
        except Conflict:
            return _page(opened, problem=word("studio.changed_meanwhile")), HTTPStatus.CONFLICT
        return redirect(url_for("studio.source", flow=flow), HTTPStatus.SEE_OTHER)

    @pages.post("/<flow>/files/translations")
    @allow("editor")
    def import_translations(flow: str) -> Page:
        opened = studio.open(flow)
        try:
            read = _read(opened, studio.library())
            if read.changed:
                studio.save(_seen(opened), read.text)
        except NotAFile as problem:
            return _page(opened, problem=word(str(problem))), HTTPStatus.BAD_REQUEST
        except Conflict:
            return _page(opened, problem=word("studio.changed_meanwhile")), HTTPStatus.CONFLICT
        return _page(studio.open(flow), read=read)


def _add_out(pages: Blueprint, studio: Studio) -> None:
    @pages.get("/<flow>/files")
    @allow(*READERS)
    def files(flow: str) -> str:
        return _page(studio.open(flow))

    @pages.get("/<flow>/translations.csv")
    @allow(*READERS)
    def translations(flow: str) -> Response:
        read = read_flow(studio.open(flow).source).flow
        text = sheet(read, studio.library()) if read else ""
        return as_file(text, f"{flow}-translations.csv", "text/csv")


def _read(opened: Open, library: Library) -> Read:
    flow = read_flow(opened.source).flow
    if flow is None:
        raise NotAFile("studio.files.draft_unreadable")
    try:
        return read_sheet(opened.source, flow, _sent(), library)
    except NoSuchPlace as error:
        raise NotAFile("studio.files.draft_unreadable") from error


def _sent() -> str:
    sent = request.files.get("file")
    data = b""
    if sent:
        data = sent.read(4 * MOST_CHARACTERS + 1)
        sent.close()
    if not data:
        raise NotAFile("studio.files.empty")
    try:
        text = plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotAFile("studio.files.not_text") from error
    if len(text) > MOST_CHARACTERS:
        raise NotAFile("studio.too_large")
    return text


def _seen(opened: Open) -> Open:
    """The form says which revision it was sent beside."""
    revision = request.form.get("revision", opened.revision, int)
    return Open(opened.flow, opened.source, revision, opened.base, opened.draft)


def _page(opened: Open, problem: str = "", read: Read | None = None) -> str:
    done = word("studio.files.read", n=read.changed) if read else ""
    return render_template(
        "studio_files.html",
        flow=opened.flow,
        opened=opened,
        problem=problem,
        done=done,
        refused=read.refused if read else (),
    )
