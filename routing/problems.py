"""What is wrong with something that people or other systems wrote: where, and what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")

UNKNOWN = "is not known here"

_TEXTS = {
    "missing": "is missing",
    "extra_forbidden": UNKNOWN,
    "string_type": "must be text",
    "string_unicode": "is not UTF-8",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be a map",
    "model_type": "must be a map",
    "bool_parsing": "must be true or false",
    "int_parsing": "must be a whole number",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `path` leads to it: names of maps, positions in lists."""

    path: tuple[str | int, ...]
    text: str

    @property
    def at(self) -> str:
        """The path as people read it, such as `lines."+358931570000".dial[0]`."""
        joined = ""
        for part in self.path:
            if isinstance(part, int):
                joined += f"[{part}]"
            else:
                name = part if _PLAIN_NAME.fullmatch(part) else f'"{part}"'
                joined += f".{name}" if joined else name
        return joined

    def __str__(self) -> str:
        """Return place and problem in one line."""
        return f"{self.at}: {self.text}" if self.path else self.text


def problems_of(error: ValidationError, under: Iterable[str | int] = ()) -> tuple[Problem, ...]:
    """Every problem that pydantic found, in our words; values are left out: they may be secret."""
    return tuple(Problem((*under, *_path(found["loc"])), _text(found)) for found in error.errors())


def _path(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    return tuple(part for part in location if part != "[key]" and not str(part).startswith("@"))


def _text(found: Any) -> str:
    kind = found["type"]
    if kind == "value_error":
        return str(found["ctx"]["error"])
    if kind == "literal_error":
        return f"must be {found['ctx']['expected'].replace(chr(39), '')}"
    message: str = found["msg"]
    return _TEXTS.get(kind, message[:1].lower() + message[1:])
