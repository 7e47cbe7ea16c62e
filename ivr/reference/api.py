"""The HTTP interface, from its description in OpenAPI."""

from collections.abc import Iterator, Mapping
from typing import Any

from ivr.api.description import description

TITLE = "HTTP interface"
ABOUT = (
    "The description itself, with every field, is `GET /api/v1/openapi.json`; examples are in "
    "[HTTP](../api.md)."
)
METHODS = ("get", "put", "post", "patch", "delete")


def body() -> str:
    """Return a table of all of it."""
    rows = ["| request | what it does | answers |", "|---|---|---|"]
    rows.extend(_rows(description()["paths"]))
    return "\n".join(rows)


def _rows(paths: Mapping[str, Any]) -> Iterator[str]:
    for path, item in sorted(paths.items()):
        for method in METHODS:
            if method in item:
                told = item[method]
                answers = ", ".join(sorted(told["responses"]))
                yield f"| `{method.upper()} {path}` | {told['summary']} | {answers} |"
