"""Try a draft: call it as anybody, at any time, with any outage; keep the call as a scenario."""

import re
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for

from flows.editing import NoSuchPlace, append
from flows.rehearsal.stage import HOWS
from ivr.accounts.guard import allow
from ivr.clock import HELSINKI
from ivr.studio.drafts import Conflict
from ivr.studio.drawing import HEIGHT, WIDTH, draw
from ivr.studio.failures import FAILURES
from ivr.studio.map_pages import by_step
from ivr.studio.studio import READERS, Open, Page, Studio
from ivr.studio.trying import STATES, Caller, Played, beats, play, world
from ivr.web.words import LANGUAGES, word
from routing.lines import Line

LONGEST_NAME = 200
POSTCODE = re.compile(r"[0-9]{5}")


def add_try(pages: Blueprint, studio: Studio) -> None:
    """Add them."""

    @pages.get("/<flow>/try")
    @allow(*READERS)
    def try_(flow: str) -> str:
        return _page(studio, studio.open(flow))

    @pages.post("/<flow>/try/keep")
    @allow("editor")
    def keep_call(flow: str) -> Page:
        opened = studio.open(flow)
        name = " ".join(request.form.get("name", "").split())[:LONGEST_NAME]
        played = _play(studio, opened)
        if not name or played is None or played.broken:
            return _page(studio, opened, word("studio.try.not_kept")), HTTPStatus.BAD_REQUEST
        scenario = {"name": name, **_world(studio, flow), "call": list(beats(played))}
        try:
            studio.save(opened, append(opened.source, ("scenarios",), scenario))
        except (Conflict, NoSuchPlace):
            problem = word("studio.changed_meanwhile")
            return _page(studio, opened, problem), HTTPStatus.CONFLICT
        return redirect(url_for("studio.source", flow=flow), HTTPStatus.SEE_OTHER)


def _page(studio: Studio, opened: Open, problem: str = "") -> str:
    checked, played = studio.check(opened), _play(studio, opened)
    flow = checked.reading.flow
    return render_template(
        "studio_try.html",
        flow=opened.flow,
        opened=opened,
        read=flow,
        drawing=draw(flow) if flow else None,
        problems=by_step(checked.problems),
        width=WIDTH,
        height=HEIGHT,
        played=played,
        calling=_caller(),
        now=_now(studio),
        did=_did(),
        line=_line(studio, opened.flow),
        lines=studio.answering(opened.flow),
        languages=LANGUAGES,
        states=STATES,
        failures=list(FAILURES),
        hows=HOWS,
        problem=problem,
    )


def _play(studio: Studio, opened: Open) -> Played | None:
    bundle = studio.check(opened).gathered()
    return play(bundle, _world(studio, opened.flow), _did()) if bundle else None


def _world(studio: Studio, flow: str) -> dict[str, object]:
    return world(_caller(), _line(studio, flow), _now(studio))


def _caller() -> Caller:
    given, place = request.values, request.values.get("place", "")
    return Caller(
        language=given.get("language", "") if given.get("language") in LANGUAGES else "",
        place=place if POSTCODE.fullmatch(place) else "",
        outage=given.get("outage", ""),
        who=given.get("who", "known"),
        closed=given.get("closed") == "yes",
        failure=given.get("failure", ""),
    )


def _did() -> Sequence[str]:
    """Everything that the caller did; digits that are typed come without their kind."""
    done = [one for one in request.values.getlist("did") if one]
    digits = request.values.get("digits", "").strip()
    return [*done, f"key:{digits}"] if digits else done


def _now(studio: Studio) -> datetime:
    try:
        given = datetime.fromisoformat(request.values.get("now", ""))
    except ValueError:
        return studio.now().astimezone(HELSINKI)
    return given.replace(tzinfo=HELSINKI)


def _line(studio: Studio, flow: str) -> Line | None:
    lines = studio.answering(flow)
    wanted = request.values.get("line", "")
    return next((line for line in lines if line.name == wanted), lines[0] if lines else None)
