"""Recordings: sent in, heard, and taken away."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from flask import Blueprint, g, redirect, request, url_for

from flows.definition import Flow, Language, read_flow
from flows.editing import NoSuchPlace
from ivr.accounts.guard import allow
from ivr.sounds.reading import MOST_BYTES, NoSound, Sound, read_sound
from ivr.sounds.store import keep
from ivr.studio.drafts import Conflict
from ivr.studio.prompt_pages import prompts_page
from ivr.studio.recordings import with_recording, without_recording
from ivr.studio.studio import Open, Page, Studio
from ivr.web.words import LANGUAGES, word

Change = Callable[[Open, Flow, tuple[str, Language]], str]


def add_recordings(pages: Blueprint, studio: Studio) -> None:
    """Add them."""

    @pages.post("/<flow>/recordings")
    @allow("editor")
    def record(flow: str) -> Page:
        try:
            sound = _sent()
        except NoSound as problem:
            told = word(f"studio.recording.{problem.why}")
            return prompts_page(studio, studio.open(flow), told), HTTPStatus.BAD_REQUEST

        def put_in(opened: Open, read: Flow, place: tuple[str, Language]) -> str:
            shared = studio.library().get(place[0])
            text = with_recording(opened.source, read, place, sound.id, shared)
            with studio.engine.begin() as connection:
                keep(connection, sound, g.person.name, studio.now())
            return text

        return _changed(studio, flow, put_in)

    @pages.post("/<flow>/recordings/remove")
    @allow("editor")
    def unrecord(flow: str) -> Page:
        return _changed(
            studio, flow, lambda opened, _, place: without_recording(opened.source, place)
        )


def _changed(studio: Studio, flow: str, change: Change) -> Page:
    """A draft that has been saved meanwhile is left as it is; nothing else is lost by that."""
    try:
        _change(studio, studio.open(flow), change)
    except NoSuchPlace:
        told = word("studio.recording.nowhere")
        return prompts_page(studio, studio.open(flow), told), HTTPStatus.BAD_REQUEST
    except Conflict:
        told = word("studio.changed_meanwhile")
        return prompts_page(studio, studio.open(flow), told), HTTPStatus.CONFLICT
    anchor = f"prompt-{request.form['key']}"
    return redirect(url_for("studio.prompts", flow=flow, _anchor=anchor), HTTPStatus.SEE_OTHER)


def _change(studio: Studio, opened: Open, change: Change) -> None:
    key, language = request.form.get("key", ""), request.form.get("language", "")
    read = read_flow(opened.source).flow
    if read is None or language not in LANGUAGES:
        raise NoSuchPlace(("recordings", key, language))
    if opened.revision != request.form.get("revision", 0, int):
        raise Conflict(opened.draft)
    studio.save(opened, change(opened, read, (key, cast("Language", language))))


def _sent() -> Sound:
    sent = request.files.get("file")
    return read_sound(sent.stream.read(MOST_BYTES + 1) if sent else b"")
