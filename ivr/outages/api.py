"""Outages over HTTP: what is held, and a person's word on it."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import BaseConverter

from ivr.api.access import gate
from ivr.api.bodies import MOST_BYTES, json_object
from ivr.api.refusals import away, refusal, refuse_too_large, refused
from ivr.feeds.acts import Act, acts_on
from ivr.feeds.listing import may_be_heard, record_json
from ivr.feeds.manual import (
    BadNotice,
    NoOutage,
    Otherwise,
    add_notice,
    correct,
    declare_major,
    end,
)
from ivr.feeds.report import iso
from ivr.feeds.sources import BadSource
from ivr.feeds.store import load_records
from ivr.feeds.waiting import SamePerson, confirm_waiting
from ivr.outages.bodies import Added, BadBody, Corrected, Ended, Major, Silenced, Word, read_body
from ivr.outages.listed import BadFilters, page, read_filters
from ivr.services import Services
from ivr.suspicions.api import suspicion_routes
from outage_feed.correction import Correction
from outage_feed.outage import MANUAL
from outage_feed.record import Record, is_tombstone
from outage_feed.texts import printable
from routing.problems import Problem

ONE = "/outages/<source>/<outage:id_>"
OF_ONE = "/outages/<source>/<path:id_>"
"""Ids may hold slashes, sent as %2F, which a WSGI server decodes."""


class OutageId(BaseConverter):
    """An id that does not end as the addresses of what can be done to an outage do."""

    regex = r"(?!.*/(?:silence|end|confirm)$).+"
    part_isolating = False


def outages_api(services: Services) -> Blueprint:
    """
    Make the blueprint. Errors are `{"errors": [{"at", "problem"}]}`, in the words of the command.

    400 what cannot be used (all problems), 401 no or bad token, 403 a token that may only read,
    404 no such outage, 409 it stands otherwise, 413 more than 64 kB, 503 with `Retry-After`.
    """
    blueprint = Blueprint("outages", __name__, url_prefix="/api/v1")
    blueprint.record_once(lambda made: made.app.url_map.converters.update(outage=OutageId))
    blueprint.before_request(gate(services.engine))
    blueprint.before_request(_named_legibly)
    _refusals(blueprint)
    _reading(blueprint, services)
    _saying(blueprint, services)
    suspicion_routes(blueprint, services)
    return blueprint


def _named_legibly() -> Response | None:
    """PostgreSQL would not even look for what holds a NUL."""
    if all(map(printable, (request.view_args or {}).values())):
        return None
    return refusal(HTTPStatus.NOT_FOUND, Problem((), "no name is like that"))


def _refusals(blueprint: Blueprint) -> None:
    blueprint.register_error_handler(DBAPIError, away)
    refuse_too_large(blueprint, MOST_BYTES)

    @blueprint.errorhandler(BadBody)
    @blueprint.errorhandler(BadFilters)
    def unusable(error: BadBody | BadFilters) -> Response:
        return refusal(HTTPStatus.BAD_REQUEST, *error.problems)

    @blueprint.errorhandler(BadNotice)
    def impossible(error: BadNotice) -> Response:
        status = HTTPStatus.BAD_REQUEST
        if isinstance(error, NoOutage | Otherwise):
            missing = isinstance(error, NoOutage)
            status = HTTPStatus.NOT_FOUND if missing else HTTPStatus.CONFLICT
        return refused(status, ((one.at, one.problem) for one in error.errors))

    @blueprint.errorhandler(BadSource)
    def nowhere(error: BadSource) -> Response:
        return refusal(HTTPStatus.NOT_FOUND, Problem((), str(error)))

    @blueprint.errorhandler(SamePerson)
    def alone(error: SamePerson) -> Response:
        return refusal(HTTPStatus.CONFLICT, Problem(("by",), str(error)))


def _reading(blueprint: Blueprint, services: Services) -> None:
    @blueprint.get("/outages")
    def listed() -> Response:
        filters = read_filters(request.args.to_dict(flat=False))
        now = services.clock.now()
        with services.engine.connect().execution_options(readonly=True) as connection:
            found, after = page(connection, filters, now)
        plain = [_plain(services, record) for record in found]
        return jsonify({"outages": plain, "after": after or None})

    @blueprint.get(ONE)
    def one(source: str, id_: str) -> Response:
        return _told(services, source, id_)


def _saying(blueprint: Blueprint, services: Services) -> None:
    @blueprint.post("/outages")
    def add() -> tuple[Response, HTTPStatus]:
        added = read_body(Added, json_object())
        known = bool(added.id) and _is_held(services, added.id or "")
        id_ = add_notice(services, added.notice, added.by, added.id or "")
        status = HTTPStatus.OK if known else HTTPStatus.CREATED
        return _told(services, MANUAL, id_), status

    @blueprint.patch(ONE)
    def corrected(source: str, id_: str) -> Response:
        body = read_body(Corrected, json_object())
        correct(services, source, id_, body.correction(services.clock.now()))
        return _told(services, source, id_)

    @blueprint.post(f"{OF_ONE}/silence")
    def silence(source: str, id_: str) -> Response:
        body = read_body(Silenced, json_object())
        at = services.clock.now()
        word = Correction(by=body.by, at=at, silent=True, reason=body.reason or "")
        correct(services, source, id_, word)
        return _told(services, source, id_)

    @blueprint.post(f"{OF_ONE}/end")
    def over(source: str, id_: str) -> Response:
        body = read_body(Ended, json_object())
        reason = body.reason or ""
        end(services, source, id_, body.by, repaired=body.repaired, reason=reason)
        return _told(services, source, id_)

    @blueprint.post("/sources/<source>/major")
    def major(source: str) -> Response:
        body = read_body(Major, json_object())
        until = body.ends_at(services.clock.now())
        declare_major(services, source, body.service, body.by, until)
        return jsonify({"source": source, "service": body.service, "until": iso(until)})

    @blueprint.post(f"{OF_ONE}/confirm")
    def confirm(source: str, id_: str) -> Response:
        body = read_body(Word, json_object())
        confirm_waiting(services, source, body.by, [id_])
        return _told(services, source, id_)


def _is_held(services: Services, id_: str) -> bool:
    with services.engine.connect().execution_options(readonly=True) as connection:
        return bool(load_records(connection, MANUAL, [id_], every_open=False))


def _told(services: Services, source: str, id_: str) -> Response:
    """Tell one outage, also one that was put away, and who did what to it."""
    with services.engine.connect().execution_options(readonly=True) as connection:
        record = load_records(connection, source, [id_], every_open=False).get(id_)
        acts = acts_on(connection, source, id_)
    if record is None or is_tombstone(record):
        raise NoOutage(f"There is no outage {id_!r} of a source {source!r}.")
    return jsonify(_plain(services, record) | {"acts": [_act(act) for act in acts]})


def _plain(services: Services, record: Record) -> dict[str, Any]:
    now = services.clock.now()
    heard = bool(record.postcodes) and may_be_heard(record, now)
    return record_json(record) | {"open": record.open(now), "may_be_heard": heard}


def _act(act: Act) -> dict[str, Any]:
    return {"at": iso(act.at), "by": act.by, "act": act.act, "detail": dict(act.detail)}
