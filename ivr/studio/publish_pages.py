"""Publish a draft: what is missing, what callers will hear, and a sentence of what is new."""

from http import HTTPStatus

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from ivr.accounts.guard import allow
from ivr.bundles import store
from ivr.bundles.store import Origin, StaleBase
from ivr.studio import drafts, freshness
from ivr.studio.drafts import Conflict
from ivr.studio.gate import Gate, look
from ivr.studio.hearing import difference
from ivr.studio.studio import READERS, Open, Page, Studio
from ivr.web.words import word

LONGEST_NOTE = 500


def add_publish(pages: Blueprint, studio: Studio) -> None:
    """Add the page, and publishing."""
    _add_gate(pages, studio)

    @pages.get("/<flow>/publish")
    @allow(*READERS)
    def publish(flow: str) -> str:
        return _page(studio, studio.open(flow))

    @pages.post("/<flow>/publish/do")
    @allow("publisher")
    def do_publish(flow: str) -> Page:
        opened, note = studio.open(flow), " ".join(request.form.get("note", "").split())
        if opened.draft is None or opened.revision != request.form.get("revision", 0, int):
            problem = word("studio.changed_meanwhile")
            return _page(studio, opened, problem, note), HTTPStatus.CONFLICT
        gate, broken = _gate(studio, opened), _played(studio, opened)
        if not gate.open or broken or not note:
            problem = word("studio.publish.no_note" if not note else "studio.publish.refused")
            return _page(studio, opened, problem, note), HTTPStatus.CONFLICT
        return _go_live(studio, opened, note)


def _add_gate(pages: Blueprint, studio: Studio) -> None:
    @pages.get("/<flow>/publish/played")
    @allow(*READERS)
    def played(flow: str) -> str:
        opened = studio.open(flow)
        broken = _played(studio, opened)
        sound = studio.check(opened).sound
        return render_template("studio_played.html", broken=broken, sound=sound)

    @pages.post("/<flow>/fresh")
    @allow("editor")
    def confirm_fresh(flow: str) -> Page:
        studio.open(flow)
        one = request.form.get("prompt", "")[:80], request.form.get("digest", "")[:16]
        with studio.engine.begin() as connection:
            freshness.confirm(connection, flow, one, g.person.name, studio.now())
        return redirect(url_for("studio.publish", flow=flow), HTTPStatus.SEE_OTHER)

    @pages.post("/<flow>/rebase")
    @allow("editor")
    def rebase(flow: str) -> Page:
        opened = studio.open(flow)
        live = store.live(studio.engine).get(flow)
        try:
            with studio.engine.begin() as connection:
                drafts.rebase(connection, flow, request.form.get("revision", 0, int), live)
        except Conflict:
            return _page(studio, opened, word("studio.changed_meanwhile")), HTTPStatus.CONFLICT
        return redirect(url_for("studio.publish", flow=flow), HTTPStatus.SEE_OTHER)


def _gate(studio: Studio, opened: Open) -> Gate:
    return look(studio, opened, g.person.name, two=studio.two)


def _played(studio: Studio, opened: Open) -> list[tuple[str, str]]:
    """Play every scenario, and the promise of a person in every failure: what breaks, and how."""
    checked = studio.check(opened, scenarios=True)
    broken = [
        (word("studio.trials.title"), problem.message)
        for problem in checked.problems
        if problem.id == "scenario-broken"
    ]
    failing = studio.checker.failing(opened.flow, opened.source)
    return [*broken, *((word(f"studio.failure.{name}"), how) for name, how in failing)]


def _go_live(studio: Studio, opened: Open, note: str) -> Page:
    bundle = studio.check(opened, scenarios=True).bundle()
    origin = Origin(g.person.name, opened.source)
    try:
        version = store.publish(
            studio.engine, bundle, note[:LONGEST_NOTE], studio.now(), opened.base, origin
        )
        with studio.engine.begin() as connection:
            drafts.discard(connection, opened.flow, opened.revision)
    except (StaleBase, Conflict):
        problem = word("studio.changed_meanwhile")
        return _page(studio, studio.open(opened.flow), problem, note), HTTPStatus.CONFLICT
    done = version.hash if version else ""
    return redirect(url_for("studio.versions", flow=opened.flow, done=done), HTTPStatus.SEE_OTHER)


def _page(studio: Studio, opened: Open, problem: str = "", note: str = "") -> str:
    if not opened.source:
        abort(HTTPStatus.NOT_FOUND)
    gate = _gate(studio, opened)
    return render_template(
        "studio_publish.html",
        flow=opened.flow,
        opened=opened,
        gate=gate,
        difference=difference(gate.before, gate.after),
        problem=problem,
        note=note,
    )
