"""The lines on a callback's way that commit or dial, found in the source, and their failpoints."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.processes import ROOT

FOLDERS = ("callbacks", "legs")
COMMITS = frozenset({"begin", "commit"})
DIALS = frozenset({"make_call", "cancel"})


@dataclass(frozen=True)
class Window:
    """One function: what it does that lasts, and where it can be stopped."""

    where: str
    does: frozenset[str]
    points: tuple[str, ...]

    @property
    def missing(self) -> bool:
        """A commit needs a point before it and one after it, a call to Twilio one after it."""
        if not self.does:
            return False
        kinds = {point.partition(".")[2].partition("-")[0] for point in self.points}
        wanted = {"before", "after"} if self.does & COMMITS else {"after"}
        return not wanted <= kinds

    def __str__(self) -> str:
        return f"{self.where} does {', '.join(sorted(self.does))} and has {self.points}"


def windows(folders: Sequence[str] = FOLDERS) -> list[Window]:
    """Return every function in these folders that commits, dials or can be stopped."""
    files = [file for name in folders for file in sorted((ROOT / "ivr" / name).glob("*.py"))]
    found = [each for file in files for each in _in(file.name, ast.parse(file.read_bytes()))]
    return [window for window in found if window.does or window.points]


def _in(file: str, module: ast.Module) -> Iterator[Window]:
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            does = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
            points = tuple(sorted(point for call in calls for point in _point(call)))
            yield Window(f"{file}: {function.name}", frozenset(does & (COMMITS | DIALS)), points)


def _point(call: ast.Call) -> Iterator[str]:
    if isinstance(call.func, ast.Name) and call.func.id == "failpoint":
        (name,) = call.args
        assert isinstance(name, ast.Constant)
        yield str(name.value)
