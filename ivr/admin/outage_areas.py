"""A place that a source names and no postcode is known for, put on the map by a person."""

from http import HTTPStatus

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ivr.accounts.guard import allow
from ivr.admin.outage_pages import Outages, one_page, source_page
from ivr.feeds.area_deeds import BeyondLimits, NoSuchPlace, say_area, unsay_area
from ivr.feeds.area_store import areas_in
from ivr.feeds.manual import BadNotice, Otherwise
from ivr.feeds.sources import BadSource
from ivr.web.words import word
from outage_feed.texts import printable

Page = Response | tuple[str, HTTPStatus]


def add_outage_areas(pages: Blueprint, shown: Outages) -> None:
    """Add saying where an area is, and taking it back."""
    services = shown.services

    @pages.post("/outages/areas/say")
    @allow("outage-operator")
    def say_where() -> Page:
        source, area = _named()
        try:
            say_area(services, source, area, list(areas_in(_given("means"))), g.person.name)
        except BadSource:
            abort(HTTPStatus.NOT_FOUND)
        except BadNotice as error:
            return _again(shown, source, _words(error)), HTTPStatus.BAD_REQUEST
        return _back(source, "said")

    @pages.post("/outages/areas/forget")
    @allow("outage-operator")
    def forget_where() -> Page:
        source, area = _named()
        try:
            unsay_area(services, source, area, g.person.name)
        except BadSource:
            abort(HTTPStatus.NOT_FOUND)
        except Otherwise:
            problem = word("admin.outages.nothing_said", area=area)
            return _again(shown, source, problem), HTTPStatus.CONFLICT
        return _back(source, "forgotten")


def _named() -> tuple[str, str]:
    source, area = request.form.get("source", ""), _given("area")
    if not (printable(source) and area.isprintable()):
        abort(HTTPStatus.NOT_FOUND)
    if request.form.get("id") and not printable(request.form["id"]):
        abort(HTTPStatus.NOT_FOUND)
    return source, area


def _given(name: str) -> str:
    return request.form.get(name, "").strip()


def _words(error: BadNotice) -> str:
    named = ", ".join(one.at for one in error.errors)
    if isinstance(error, BeyondLimits):
        return word("admin.outages.beyond_limits", names=named)
    if isinstance(error, NoSuchPlace) and named:
        return word("admin.outages.no_such_place", names=named)
    return word("admin.outages.no_area_given")


def _again(shown: Outages, source: str, problem: str) -> str:
    id_ = request.form.get("id", "")
    return (
        one_page(shown, source, id_, [problem]) if id_ else source_page(shown, source, [problem])
    )


def _back(source: str, done: str) -> Response:
    id_ = request.form.get("id", "")
    if id_:
        to = url_for("admin.outage", source=source, id=id_, done=done)
    else:
        to = url_for("admin.outage_source", source=source, done=done)
    return redirect(to, HTTPStatus.SEE_OTHER)
