"""Turn a body into an answer, the same whether it came over HTTP or from a file."""

from dataclasses import asdict
from typing import Any

from ivr.feeds.apply import answer_body, apply_push
from ivr.services import Services
from outage_feed.formats import by_content_type
from outage_feed.push import Sent, Unreadable

LARGEST_BODY = 5 * 1024 * 1024
FORMATS = by_content_type()


def receive(
    services: Services, source: str, content_type: str, body: bytes
) -> tuple[int, dict[str, Any]]:
    """Return an HTTP status and what to say. Raises BadSource."""
    if len(body) > LARGEST_BODY:
        return 413, problem(f"more than {LARGEST_BODY} bytes: send it in parts, without snapshot")
    chosen = FORMATS.get(content_type)
    if chosen is None:
        return 415, problem(f"unknown Content-Type {content_type!r}; use {', '.join(FORMATS)}")
    try:
        push = chosen.read(Sent(source, body, services.clock.now()), chosen.Options())
    except Unreadable as error:
        return 400, {"errors": [asdict(found) for found in error.problems]}
    answer = apply_push(services, source, push)
    return (422 if answer.useless else 200), answer_body(answer)


def problem(text: str) -> dict[str, Any]:
    """One problem with the request as a whole."""
    return {"errors": [{"at": "", "problem": text}]}
