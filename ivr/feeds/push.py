"""`/feeds/{source}`: a source pushes its outages, and asks what we hold of them."""

import json

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import RequestEntityTooLarge

from ivr.feeds.receive import LARGEST_BODY, problem, receive
from ivr.feeds.report import source_json
from ivr.feeds.sources import find_source
from ivr.feeds.store import source_records
from ivr.feeds.tokens import Scope, find_token
from ivr.services import Services

RETRY_AFTER_SECONDS = 5
log = structlog.get_logger()


def feeds_blueprint(services: Services) -> Blueprint:
    """Make the routes for pushes; every answer is JSON."""
    feeds = Blueprint("feeds", __name__, url_prefix="/feeds")

    @feeds.post("/<source>")
    def push(source: str) -> Response:
        return _refusal(services, source, "push") or _push(services, source)

    @feeds.get("/<source>")
    def held(source: str) -> Response:
        return _refusal(services, source, "read") or _held(services, source)

    feeds.register_error_handler(DBAPIError, _away)
    return feeds


def _push(services: Services, source: str) -> Response:
    request.max_content_length = LARGEST_BODY
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        return _answer(413, problem(f"more than {LARGEST_BODY} bytes: send it in parts"))
    if request.content_encoding:
        return _answer(415, problem("Content-Encoding is not understood: send it plain"))
    return _answer(*receive(services, source, request.mimetype, body))


def _held(services: Services, name: str) -> Response:
    with services.engine.connect().execution_options(readonly=True) as connection:
        source = find_source(connection, name)
        records = source_records(connection, name)
    if source is None:
        return _answer(404, problem("there is no such source"))
    return _answer(200, source_json(source, records, services.clock.now()))


def _refusal(services: Services, source: str, needed: Scope) -> Response | None:
    """Answer who may not come in: 401 without a token of ours, 403 with one of another's."""
    given = request.authorization
    token = given.token if given and given.type == "bearer" else None
    owner = find_token(services.engine, token, services.clock.now()) if token else None
    if owner is None:
        refused = _answer(401, problem("needs Authorization: Bearer with a token of this source"))
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    if owner.source != source:
        return _answer(403, problem("this token is of another source"))
    if owner.scope not in {needed, "push"}:
        return _answer(403, problem("this token may only read"))
    return None


def _away(error: DBAPIError) -> Response:
    """Say that nothing was kept, so that the source sends it again."""
    log.warning("feed_not_stored", error=type(error.orig).__name__)
    answer = _answer(503, problem("nothing was stored: send it again"))
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _answer(status: int, body: dict[str, object]) -> Response:
    text = json.dumps(body, ensure_ascii=False)  # in our order, which jsonify would sort
    return Response(f"{text}\n", status, mimetype="application/json")
