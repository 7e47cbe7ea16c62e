"""What pydantic says of a setting, with the place where its writer sees it and a way out."""

from collections.abc import Callable, Iterable
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError
from pydantic_core.core_schema import ErrorType

Place = tuple[int | str, ...]
KINDS = frozenset(get_args(ErrorType))


def problem(text: str) -> PydanticCustomError:
    """Something wrong with a setting, in our own words."""
    return PydanticCustomError("mapping", "{problem}", {"problem": text})


def knowing(error: ValidationError, known: Iterable[str]) -> ValidationError:
    """Say what is known where something is not."""
    names = ", ".join(known)

    def told(found: ErrorDetails) -> Any:
        if found["type"] == "extra_forbidden" and len(found["loc"]) == 1:
            return problem(f"is not known here; known are {names}")
        return _same(found)

    return _remade(error, told, lambda place: place)


def without_index(error: ValidationError) -> ValidationError:
    """Leave the position out: its writer wrote no list."""
    return _remade(error, _same, lambda place: place[1:])


def _remade(
    error: ValidationError, told: Callable[[ErrorDetails], Any], placed: Callable[[Place], Place]
) -> ValidationError:
    found = error.errors(include_url=False)
    lines = [
        InitErrorDetails(
            type=told(e), loc=placed(e["loc"]), input=e["input"], ctx=e.get("ctx") or {}
        )
        for e in found
    ]
    return ValidationError.from_exception_data(error.title, lines)


def _same(found: ErrorDetails) -> PydanticCustomError | str:
    """Keep pydantic's own; what is ours has its words, and no kind that pydantic knows."""
    kind = found["type"]
    return kind if kind in KINDS else problem(found["msg"])
