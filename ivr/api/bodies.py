"""What other systems send: a JSON object of bounded size."""

from http import HTTPStatus
from typing import Any

from flask import abort, request

from ivr.api.refusals import refusal
from routing.problems import Problem

MOST_BYTES = 64 * 1024


def json_object() -> dict[str, Any]:
    """Read this request's body; 400 if it is none, 413 (`refuse_too_large`) if it is too large."""
    request.max_content_length = MOST_BYTES
    given = _json()
    if not isinstance(given, dict):
        abort(refusal(HTTPStatus.BAD_REQUEST, Problem((), "must be a JSON object")))
    return given


def _json() -> Any:
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:  # brackets without end: no ValueError, so `silent` lets it through
        return None
