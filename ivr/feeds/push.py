"""`/feeds/{source}`: a source pushes its outages, and asks what we hold of them."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import RequestEntityTooLarge

from ivr.feeds.counting import STRANGERS, count_push
from ivr.feeds.limits import EVERYTHING
from ivr.feeds.limits_rate import Rates
from ivr.feeds.limits_turn import Busy, Turn
from ivr.feeds.receive import LARGEST_BODY, Delivery, problem, take_in
from ivr.feeds.repeats import message_of
from ivr.feeds.senders import NEEDED, Refused, by_token, signed_enough
from ivr.feeds.settings import BadSourceSettings, SourceSettings
from ivr.feeds.signatures import signed_in
from ivr.feeds.status import status_of, told_to_source
from ivr.services import Services

RETRY_AFTER_SECONDS = 5
NOTHING_STORED = "nothing was stored: send it again"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Gates:
    """What keeps pushes of this process from callers."""

    rates: Rates = field(default_factory=Rates)
    turn: Turn = field(default_factory=Turn)


def feeds_blueprint(services: Services, gates: Gates | None = None) -> Blueprint:
    """Make the routes for pushes; every answer is JSON."""
    feeds = Blueprint("feeds", __name__, url_prefix="/feeds")
    kept = gates or Gates(turn=Turn(services.folder))

    @feeds.post("/<source>")
    def push(source: str) -> Response:
        return _push(services, kept, source)

    @feeds.get("/<source>")
    def held(source: str) -> Response:
        token = by_token(services, source, "read", request.authorization)
        if token is None:
            signed_enough(services, source, None, signed_in(request.headers), b"")
        return _held(services, source)

    feeds.register_error_handler(DBAPIError, _away)
    feeds.register_error_handler(Busy, _busy)
    feeds.register_error_handler(BadSourceSettings, _unreadable_settings)
    feeds.register_error_handler(Refused, _refused)
    return feeds


def _push(services: Services, gates: Gates, source: str) -> Response:
    gates.turn.check()
    token = by_token(services, source, "push", request.authorization)
    signed = signed_in(request.headers)
    if token is None and signed is None:
        raise Refused(401, NEEDED)
    limits, type_ = (token.limits if token else EVERYTHING), request.content_type or ""
    body = _body()
    if body is None:
        size = request.content_length or LARGEST_BODY + 1
        delivery = Delivery(source, type_, b"", limits, size_bytes=size)
        return _answer(*(take_in(services, delivery) if token else _too_large()))
    settings = signed_enough(services, source, token, signed, body)
    refused = _too_often(gates.rates, source, settings) or _packed()
    if refused:
        return refused
    message = message_of(source, signed, body) if signed else None
    with gates.turn.taken():
        delivery = Delivery(source, type_, body, limits, message=message)
        return _answer(*take_in(services, delivery, settings))


def _body() -> bytes | None:
    """Read it; None if it is too large."""
    request.max_content_length = LARGEST_BODY
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        return None


def _too_large() -> tuple[int, dict[str, object]]:
    return 413, problem(f"more than {LARGEST_BODY} bytes: send it in parts, without snapshot")


def _too_often(rates: Rates, source: str, settings: SourceSettings) -> Response | None:
    most = settings.pushes_a_minute
    wait = rates.wait_seconds(source, most)
    if not wait:
        return None
    count_push(source, 429, refused=False)
    text = f"more than {most} pushes a minute: send it again later"
    return _answer(429, problem(text), {"Retry-After": str(math.ceil(wait))})


def _packed() -> Response | None:
    if not request.content_encoding:
        return None
    return _answer(415, problem("Content-Encoding is not understood: send it plain"))


def _held(services: Services, name: str) -> Response:
    with services.engine.connect().execution_options(readonly=True) as connection:
        status = status_of(connection, name, services.clock.now())
    return _answer(200, told_to_source(status))


def _refused(refused: Refused) -> Response:
    STRANGERS.labels(str(refused.status)).inc()
    unknown = {"WWW-Authenticate": "Bearer"} if refused.status == 401 else {}  # noqa: PLR2004 -- HTTP
    return _answer(refused.status, problem(str(refused)), unknown)


def _unreadable_settings(error: BadSourceSettings) -> Response:
    log.error("source_settings_unreadable", problems=[str(one) for one in error.problems])
    return _later()


def _away(error: DBAPIError) -> Response:
    """Say that nothing was kept, so that the source sends it again."""
    log.warning("feed_not_stored", error=type(error.orig).__name__)
    return _later()


def _busy(_busy: Busy) -> Response:
    text = "a large push is being worked on: send it again in a moment"
    return _answer(503, problem(text), {"Retry-After": "1"})


def _later() -> Response:
    return _answer(503, problem(NOTHING_STORED), {"Retry-After": str(RETRY_AFTER_SECONDS)})


def _answer(
    status: int, body: dict[str, object], headers: Mapping[str, str] | None = None
) -> Response:
    text = json.dumps(body, ensure_ascii=False)  # in our order, which jsonify would sort
    return Response(f"{text}\n", status, headers, mimetype="application/json")
