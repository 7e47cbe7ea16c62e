"""The versions of a flow: who published what and why; compare any two, and go back to any."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for

from flows.definition import Bundle
from ivr.accounts.guard import allow
from ivr.bundles import store
from ivr.bundles.store import NoSuchVersion, StaleBase, Version
from ivr.studio.hearing import difference
from ivr.studio.studio import READERS, Page, Studio
from ivr.studio.texts import text_of
from ivr.web.words import word


def add_versions(pages: Blueprint, studio: Studio) -> None:
    """Add the list, comparing, going back, and the files."""
    _add_files(pages, studio)

    @pages.get("/<flow>/versions")
    @allow(*READERS)
    def versions(flow: str) -> str:
        return _page(studio, flow, done=_done(studio, flow))

    @pages.get("/<flow>/versions/compare")
    @allow(*READERS)
    def compare(flow: str) -> str:
        old, new = request.args.get("old", ""), request.args.get("new", "")
        before, after = _bundle(studio, flow, old), _bundle(studio, flow, new)
        compared = difference(before, after)
        return render_template(
            "studio_compare.html", flow=flow, difference=compared, names=(old, new)
        )

    @pages.post("/<flow>/versions/<version_id>/restore")
    @allow("publisher")
    def restore(flow: str, version_id: str) -> Page:
        try:
            number, who = _number(version_id), g.person.name
            version = store.restore(studio.engine, flow, number, studio.now(), who)
        except NoSuchVersion:
            abort(HTTPStatus.NOT_FOUND)
        except StaleBase:
            page = _page(studio, flow, problem=word("studio.changed_meanwhile"))
            return page, HTTPStatus.CONFLICT
        done = version.hash if version else ""
        return redirect(url_for("studio.versions", flow=flow, done=done), HTTPStatus.SEE_OTHER)


def _add_files(pages: Blueprint, studio: Studio) -> None:
    @pages.get("/<flow>/export")
    @allow(*READERS)
    def export(flow: str) -> Response:
        return as_file(studio.open(flow).source, f"{flow}.yaml", "application/yaml")

    @pages.get("/<flow>/versions/<version_id>/export")
    @allow(*READERS)
    def export_version(flow: str, version_id: str) -> Response:
        version = _version(studio, flow, version_id)
        name = f"{flow}-{version.hash}.yaml"
        return as_file(text_of(studio.engine, version), name, "application/yaml")


def as_file(text: str, name: str, kind: str) -> Response:
    """Answer with a file to be kept."""
    answer = Response(text, content_type=f"{kind}; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _page(studio: Studio, flow: str, problem: str = "", done: str = "") -> str:
    studio.open(flow)
    past = list(reversed(store.history(studio.engine, flow)))
    return render_template(
        "studio_versions.html",
        flow=flow,
        versions=past,
        draft=studio.draft(flow),
        problem=problem,
        done=done,
    )


def _done(studio: Studio, flow: str) -> str:
    """Say what has just gone live, only if it is."""
    digest = request.args.get("done", "")
    live = digest and store.live(studio.engine).get(flow) == digest
    return word("studio.versions.done", hash=digest) if live else ""


def _bundle(studio: Studio, flow: str, which: str) -> Bundle | None:
    if which == "draft":
        return studio.check(studio.open(flow)).gathered()
    return studio.checker.bundle(_version(studio, flow, which).hash)


def _version(studio: Studio, flow: str, which: str) -> Version:
    past = store.history(studio.engine, flow)
    found = next((one for one in past if one.id == _number(which)), None)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    return found


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() else 0
