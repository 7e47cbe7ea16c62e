"""What people send, without NUL: PostgreSQL takes it in no text, and nobody means it."""

from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

NUL = "\0"


def leave_out_nul(request: Request) -> None:
    """Take NUL out of the address and the fields of a request, before any view reads them."""
    parts = request.view_args or {}
    request.view_args = {name: _without(value) for name, value in parts.items()}
    request.args = _cleaned(request.args)
    request.form = _cleaned(request.form)


def _cleaned(fields: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    pairs = list(fields.items(multi=True))
    return ImmutableMultiDict([(_without(name), _without(value)) for name, value in pairs])


def _without(value: Any) -> Any:
    return value.replace(NUL, "") if isinstance(value, str) else value
