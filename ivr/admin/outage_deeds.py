"""What an outage operator does: a notice of their own, their word on others, confirming."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ivr.accounts.guard import allow
from ivr.admin.moments import read_moment
from ivr.admin.outage_areas import add_outage_areas
from ivr.admin.outage_pages import Outages, board, notice_form, one_page
from ivr.feeds.apply import confirm_held
from ivr.feeds.area_store import areas_in
from ivr.feeds.manual import BadNotice, NoOutage, Otherwise, add_notice, correct, end
from ivr.feeds.sources import BadSource
from ivr.feeds.waiting import SamePerson, confirm_waiting
from ivr.lines.store import ConfigurationStore
from ivr.notices.answer import Answers
from ivr.outages.bodies import BadBody, Corrected, Ended, Silenced, read_body
from ivr.services import Services
from ivr.web.words import word
from outage_feed.correction import Correction
from outage_feed.outage import MANUAL

Page = Response | tuple[str, HTTPStatus]
Deed = Callable[[str, str], str]
"""Does it to the outage of this source and id; returns which words say that it is done."""

TIMES = {"starts": "starts_at", "estimate": "estimated_restoration", "until": "expires_at"}
LANGUAGES = ("fi", "sv", "en")


def add_outage_deeds(pages: Blueprint, services: Services, answers: Answers) -> None:
    """Add what can be done."""
    shown = Outages(services, answers, ConfigurationStore(services.engine))
    _add_own(pages, shown)
    _add_words(pages, shown)
    _add_confirming(pages, shown)
    add_outage_areas(pages, shown)


def _add_own(pages: Blueprint, shown: Outages) -> None:
    @pages.post("/outages/add")
    @allow("outage-operator")
    def add_outage() -> Page:
        written = request.form.to_dict()
        given, problems = _notice(written)
        if not problems:
            try:
                id_ = add_notice(shown.services, given, g.person.name, written.get("id", ""))
            except BadNotice as error:
                problems = [(one.at, one.problem) for one in error.errors]
            else:
                return _to(MANUAL, id_, "added")
        return notice_form(shown, written, problems), HTTPStatus.BAD_REQUEST

    @pages.post("/outages/end")
    @allow("outage-operator")
    def end_outage() -> Page:
        def deed(source: str, id_: str) -> str:
            repaired = request.form.get("how") == "repaired"
            body = read_body(Ended, {**_said(), "repaired": repaired})
            reason = body.reason or ""
            end(shown.services, source, id_, body.by, repaired=repaired, reason=reason)
            return "ended" if source == MANUAL else "believed"

        return _do(shown, deed)


def _add_words(pages: Blueprint, shown: Outages) -> None:
    @pages.post("/outages/correct")
    @allow("outage-operator")
    def correct_outage() -> Page:
        def deed(source: str, id_: str) -> str:
            body = read_body(Corrected, _correction(request.form))
            correct(shown.services, source, id_, body.correction(shown.services.clock.now()))
            return "corrected"

        return _do(shown, deed)

    @pages.post("/outages/silence")
    @allow("outage-operator")
    def silence_outage() -> Page:
        def deed(source: str, id_: str) -> str:
            body = read_body(Silenced, _said())
            at = shown.services.clock.now()
            word_ = Correction(by=body.by, at=at, silent=True, reason=body.reason or "")
            correct(shown.services, source, id_, word_)
            return "silenced"

        return _do(shown, deed)


def _add_confirming(pages: Blueprint, shown: Outages) -> None:
    @pages.post("/outages/confirm")
    @allow("outage-operator")
    def confirm_outage() -> Page:
        def deed(source: str, id_: str) -> str:
            done = confirm_waiting(shown.services, source, g.person.name, [id_])
            return "confirmed" if done else "nothing"

        return _do(shown, deed)

    @pages.post("/outages/sources/<source>/close-held")
    @allow("outage-operator")
    def close_held(source: str) -> Page:
        try:
            confirm_held(shown.services, source, g.person.name)
        except BadSource as error:
            return board(shown, str(error)), HTTPStatus.NOT_FOUND
        to = url_for("admin.outage_source", source=source, done="closed")
        return redirect(to, HTTPStatus.SEE_OTHER)


def _do(shown: Outages, deed: Deed) -> Page:
    source, id_ = request.form.get("source", ""), request.form.get("id", "")
    shown.one(source, id_)
    try:
        return _to(source, id_, deed(source, id_))
    except SamePerson:
        problems, status = [word("admin.outages.same_person")], HTTPStatus.CONFLICT
    except BadBody as error:
        problems, status = [str(one) for one in error.problems], HTTPStatus.BAD_REQUEST
    except (BadNotice, BadSource, ValueError) as error:
        otherwise = isinstance(error, Otherwise | NoOutage)
        status = HTTPStatus.CONFLICT if otherwise else HTTPStatus.BAD_REQUEST
        problems = list(getattr(error, "problems", ())) or [str(error)]
    return one_page(shown, source, id_, problems), status


def _to(source: str, id_: str, done: str) -> Response:
    to = url_for("admin.outage", source=source, id=id_, done=done)
    return redirect(to, HTTPStatus.SEE_OTHER)


def _said() -> dict[str, Any]:
    return {"by": g.person.name, "reason": request.form.get("reason", "").strip()}


def _texts(form: Mapping[str, str]) -> dict[str, str]:
    written = {one: form.get(f"message_{one}", "").strip() for one in LANGUAGES}
    return {language: text for language, text in written.items() if text}


def _correction(form: Mapping[str, str]) -> dict[str, Any]:
    """Raises ValueError for a time that cannot be read."""
    body = {**_said(), "messages": _texts(form), "status": form.get("status") or None}
    how = form.get("estimated", "")
    if how == "none":
        body["estimated_restoration"] = None
    elif how == "at":
        at = read_moment(form.get("estimate", ""))
        if at is None:
            raise ValueError(word("admin.outages.no_time"))
        body["estimated_restoration"] = at.isoformat()
    return body


def _notice(form: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    given: dict[str, Any] = {
        "service": form.get("service", ""),
        "areas": list(areas_in(form.get("areas", ""))),
        "kind": "planned" if form.get("kind") == "planned" else "unplanned",
        "messages": _texts(form),
    }
    problems = []
    for field, name in TIMES.items():
        try:
            at = read_moment(form.get(field, ""))
        except ValueError:
            problems.append((name, word("admin.outages.no_time")))
        else:
            given[name] = at.isoformat() if at else None
    return given, problems
