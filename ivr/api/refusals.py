"""Refusals as JSON: `{"errors": [{"at", "problem"}]}`, every problem at once."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify

from routing.problems import Problem

RETRY_AFTER_SECONDS = 5


def refusal(status: HTTPStatus, *problems: Problem) -> Response:
    """Say what is wrong, and where."""
    return refused(status, ((one.at, one.text) for one in problems))


def refused(status: HTTPStatus, problems: Iterable[tuple[str, str]]) -> Response:
    """Say what is wrong, each problem after its place."""
    errors: list[Any] = [{"at": at, "problem": text} for at, text in problems]
    response = jsonify({"errors": errors})
    response.status_code = status
    return response


def refuse_too_large(blueprint: Blueprint, most_bytes: int) -> None:
    """Answer 413 where a body is larger than was allowed."""

    @blueprint.errorhandler(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    def too_large(_error: Exception) -> Response:
        text = f"is larger than {most_bytes} bytes"
        return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Problem((), text))


def away(_error: Exception) -> Response:
    """Say that the database is busy or away: nothing was changed."""
    response = refusal(HTTPStatus.SERVICE_UNAVAILABLE, Problem((), "try again later"))
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
