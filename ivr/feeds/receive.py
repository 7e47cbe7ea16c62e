"""Turn a body into an answer, the same whether it came over HTTP, from a file or by polling."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import structlog
from pydantic import BaseModel
from sqlalchemy import Connection
from werkzeug.http import parse_options_header

from ivr.feeds.apply import answer_body, apply_push
from ivr.feeds.area_store import meant_of
from ivr.feeds.counting import count_push
from ivr.feeds.limits import EVERYTHING, Limits, ids_of, only
from ivr.feeds.quarantine import CameBy, Refusal, put_away
from ivr.feeds.repeats import Message, Repeated, answered_before, remember
from ivr.feeds.settings import BadSourceSettings, SourceSettings
from ivr.feeds.settings_store import settings_of
from ivr.feeds.store import load_records
from ivr.services import Services
from outage_feed.formats import Format, by_content_type
from outage_feed.intake import Answer as Taken
from outage_feed.push import Problem, Push, Refused, Sent, Unreadable

LARGEST_BODY = 5 * 1024 * 1024
FORMATS = by_content_type()
Answer = tuple[int, dict[str, Any]]
"""An HTTP status and what to say."""
ELSEWHERE = "is only named: send the alert itself, or have the index polled"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    What came for a source. `content_type` as in the header; `limits` are the token's.

    `message` names what was signed, to be applied once.
    """

    source: str
    content_type: str
    body: bytes
    limits: Limits = EVERYTHING
    came_by: CameBy = "push"
    size_bytes: int = 0
    """Of a body that was too large to be read."""
    message: Message | None = None


class Unknown(Exception):
    """A Content-Type that chooses no format."""


def receive(services: Services, source: str, content_type: str, body: bytes) -> Answer:
    """Take what a source may send without limits of a token. Raises BadSource."""
    return take_in(services, Delivery(source, content_type, body))


def take_in(
    services: Services, delivery: Delivery, settings: SourceSettings | None = None
) -> Answer:
    """
    Take a delivery in; what of it is refused is kept in quarantine. Raises BadSource.

    `settings` are the source's, if they were read already.
    """
    if delivery.size_bytes or len(delivery.body) > LARGEST_BODY:
        text = f"more than {LARGEST_BODY} bytes: send it in parts, without snapshot"
        return _answered(services, delivery, 413, problem(text))
    before = answered_before(services.engine, delivery.message) if delivery.message else None
    if before is not None:
        return _again(delivery, before)
    try:
        settings = settings or settings_in(services, delivery.source)
        push = _whole(read_push(services, settings, delivery))
    except BadSourceSettings:
        log.exception("source_settings_unreadable", source=delivery.source)
        text = "Linja cannot read the settings of this source: tell its operator, and send again"
        return _answered(services, delivery, 503, problem(text))
    except Unknown as error:
        return _answered(services, delivery, 415, problem(str(error)))
    except Unreadable as error:
        return _answered(services, delivery, 400, {"errors": _plain(error.problems)})
    return take_push(services, settings, delivery, push)


def settings_in(services: Services, source: str) -> SourceSettings:
    """Read how a source sends. Raises BadSourceSettings."""
    with services.engine.connect().execution_options(readonly=True) as connection:
        return settings_of(connection, source)


def read_push(services: Services, settings: SourceSettings, delivery: Delivery) -> Push:
    """Read a body: by the source's settings, else by its type. Raises Unknown and Unreadable."""
    mimetype, parameters = parse_options_header(delivery.content_type)
    chosen, options = _reader(settings, mimetype.lower())
    charset = parameters.get("charset", "")
    return chosen.read(
        Sent(delivery.source, delivery.body, services.clock.now(), charset), options
    )


def take_push(
    services: Services, settings: SourceSettings, delivery: Delivery, push: Push
) -> Answer:
    """Apply what was read, within the limits of source and token. Raises BadSource."""
    limits = delivery.limits
    if limits and push.snapshot:
        text = "this token is limited: it cannot list all that the source knows (snapshot)"
        return _answered(services, delivery, 403, problem(text))
    push = _limited(services, push, settings, delivery)
    noted = partial(_remember, delivery.message, push)
    try:
        answer = apply_push(services, delivery.source, push, noted)
    except Repeated as repeated:
        return _again(delivery, repeated.answer)
    return _answered(services, delivery, 422 if answer.useless else 200, _body(push, answer))


def problem(text: str) -> dict[str, Any]:
    """One problem with the request as a whole."""
    return {"errors": _plain([Problem("", text)])}


def _reader(settings: SourceSettings, mimetype: str) -> tuple[Format, BaseModel]:
    if settings.reader:
        return settings.reader
    if mimetype not in FORMATS:
        raise Unknown(f"unknown Content-Type {mimetype!r}; use {', '.join(FORMATS)}")
    chosen = FORMATS[mimetype]
    return chosen, chosen.Options()


def _whole(push: Push) -> Push:
    """Refuse what a pushed index only names: we fetch nothing that we were not told to poll."""
    groups = (push.items, push.refused, push.ignored)
    start = sum(len(group) for group in groups)
    named = (
        Refused(start + number, None, (Problem(link, ELSEWHERE),))
        for number, link in enumerate(push.links)
    )
    return replace(push, refused=(*push.refused, *named), links=())


def _limited(services: Services, push: Push, settings: SourceSettings, delivery: Delivery) -> Push:
    if not (settings.limits or delivery.limits):
        return push
    with services.engine.connect().execution_options(readonly=True) as connection:
        meant = meant_of(connection, delivery.source)
        push = only(push, settings.limits, meant)
        if not delivery.limits:
            return push
        held = load_records(connection, delivery.source, ids_of(push), every_open=False)
    return only(push, delivery.limits, meant, held)


def _body(push: Push, answer: Taken) -> dict[str, Any]:
    told = {"ignored": [asdict(one) for one in push.ignored], "unread": list(push.unread)}
    return answer_body(answer) | {name: some for name, some in told.items() if some}


def _remember(message: Message | None, push: Push, connection: Connection, answer: Taken) -> None:
    if message:
        remember(connection, message, _body(push, answer))


def _again(delivery: Delivery, answer: dict[str, Any]) -> Answer:
    count_push(delivery.source, 200, refused=bool(answer["rejected"]))
    return 200, answer


def _answered(services: Services, delivery: Delivery, status: int, body: dict[str, Any]) -> Answer:
    """Keep what is refused before anybody is told so."""
    reasons = body.get("errors") or body.get("rejected") or []
    if reasons:
        put_away(services.engine, _refusal(delivery, status, reasons), services.clock.now())
    if delivery.came_by == "push":  # who polls is a new process each time, with files of its own
        count_push(delivery.source, status, refused=bool(reasons))
    return status, body


def _refusal(delivery: Delivery, status: int, reasons: Sequence[dict[str, Any]]) -> Refusal:
    return Refusal(
        source=delivery.source,
        came_by=delivery.came_by,
        status=status,
        content_type=delivery.content_type,
        reasons=reasons,
        body=delivery.body if len(delivery.body) <= LARGEST_BODY else b"",
        size_bytes=delivery.size_bytes or len(delivery.body),
    )


def _plain(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [asdict(found) for found in problems]
