"""A line in the log for whoever is refused: what they asked for, from where, and why."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, g, request

REFUSALS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
TOLD_THERE = frozenset({"voice", "sms", "agent_legs"})
"""A webhook that is not signed has its own line, which says what to set."""
log = structlog.get_logger()


def log_refusals(app: Flask) -> None:
    """
    Log each; the audit log tells whose the sign-in was.

    No address of a page and nothing that was sent: both may hold what no log should.
    """

    @app.after_request
    def told(answer: Response) -> Response:
        over = g.get("session_over", False)  # a page that was left open is nobody's attempt
        if answer.status_code in REFUSALS and request.blueprint not in TOLD_THERE and not over:
            log.warning("request refused", status=answer.status_code, **_asked())
        return answer


def because(cause: str) -> None:
    """Say why, for the line in the log."""
    g.cause = cause


def _asked() -> dict[str, str | None]:
    signed_in = g.get("sign_in")
    asked = {
        "method": request.method,
        "page": request.endpoint,
        "address": request.remote_addr,
        "sign_in": signed_in.id if signed_in else None,
        "cause": g.get("cause"),
    }
    return {name: told for name, told in asked.items() if told}
