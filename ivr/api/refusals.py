"""Refusals as JSON: `{"errors": [{"at", "problem"}]}`, every problem at once."""

from http import HTTPStatus
from typing import Any

from flask import Response, jsonify

from routing.problems import Problem

RETRY_AFTER_SECONDS = 5


def refusal(status: HTTPStatus, *problems: Problem) -> Response:
    """Say what is wrong, and where."""
    errors: list[Any] = [{"at": one.at, "problem": one.text} for one in problems]
    response = jsonify({"errors": errors})
    response.status_code = status
    return response


def away(_error: Exception) -> Response:
    """Say that the database is busy or away: nothing was changed."""
    response = refusal(HTTPStatus.SERVICE_UNAVAILABLE, Problem((), "try again later"))
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
