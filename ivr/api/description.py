"""The OpenAPI description, served at `/api/v1/openapi.json` to everybody: it holds no secret."""

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify
from pydantic.json_schema import models_json_schema

from ivr.notices.decision import Decision

MODELS = (Decision,)
REFERENCE = "#/components/schemas/{model}"


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the whole description, OpenAPI 3.1."""
    text = (resources.files("ivr.api") / "description.yaml").read_text("utf-8")
    described: dict[str, Any] = yaml.safe_load(text)  # noqa: TID251 -- our own file: its numbers are numbers
    described["components"]["schemas"].update(_made())
    return described


def description_blueprint() -> Blueprint:
    """Make the route that serves it."""
    blueprint = Blueprint("description", __name__, url_prefix="/api/v1")

    @blueprint.get("/openapi.json")
    def read() -> Response:
        return jsonify(description())

    return blueprint


def _made() -> dict[str, Any]:
    wanted = [(model, "serialization") for model in MODELS]
    _, made = models_json_schema(wanted, ref_template=REFERENCE)  # type: ignore[arg-type]
    schemas: dict[str, Any] = made["$defs"]
    return schemas
