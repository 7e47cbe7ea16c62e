"""Something wrong with a flow: what, where, and what to do about it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """
    One thing that is wrong. `id` is stable; a warning does not keep a flow from being published.

    `line` is counted from 1; 0 when no line can be named.
    """

    line: int
    id: str
    message: str
    step: str = ""
    language: str = ""
    severity: Literal["error", "warning"] = "error"


class BadFlow(Exception):
    """A flow that cannot be used. `problems` holds everything wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"line {p.line}: {p.message}" for p in problems))
        self.problems = problems
