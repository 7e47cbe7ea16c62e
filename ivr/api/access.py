"""Who may use the HTTP interface: a bearer token, which may read, or also write."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Response, abort, g, request
from sqlalchemy import Engine

from ivr.api.refusals import refusal
from ivr.directory.tokens import name_of, scope_of
from routing.problems import Problem


def gate(engine: Engine) -> Callable[[], None]:
    """Make what is to run before each request: 401 without a good token, 403 to only read."""

    def allowed() -> None:
        given = request.authorization
        token = given.token if given and given.type == "bearer" else None
        with engine.connect().execution_options(readonly=True) as connection:
            scope = scope_of(connection, token) if token else None
            g.api_token = name_of(connection, token) if token and scope == "write" else ""
        if scope is None:
            abort(_unknown())
        if scope == "read" and request.method not in {"GET", "HEAD"}:
            abort(refusal(HTTPStatus.FORBIDDEN, Problem((), "this token may only read")))

    return allowed


def _unknown() -> Response:
    response = refusal(HTTPStatus.UNAUTHORIZED, Problem((), "needs a valid bearer token"))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
