"""Read YAML so that every scalar stays the text that was written, and know its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from routing.problems import Problem

Path = tuple[str | int, ...]


class BadDocument(Exception):
    """Text that cannot be read at all."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Document:
    """The top-level sections of a file, and the line on which each of their parts begins."""

    sections: Mapping[str, Any]
    lines: Mapping[Path, int]

    def place(self, problem: Problem) -> str:
        """Write a problem with its line, or that of the nearest thing around it."""
        path = problem.path
        while path and path not in self.lines:
            path = path[:-1]
        return f"line {self.lines[path]}: {problem}" if path else str(problem)


class _Loader(yaml.BaseLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(
                problem="anchors and aliases are not used here: write it out",
                problem_mark=event.start_mark,
            )
        return super().compose_node(parent, index)


def read_document(text: str) -> Document:
    """Read a map of sections. Raises BadDocument with every problem, each with its line."""
    root = _compose(text)
    if not isinstance(root, yaml.MappingNode):
        raise BadDocument(["must be a map of sections, such as lines: and teams:"])
    lines: dict[Path, int] = {}
    problems: list[str] = []
    sections = _plain(root, (), lines, problems)
    if problems:
        raise BadDocument(problems)
    return Document(sections, lines)


def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise BadDocument([f"{where}{error.problem}"]) from None
    except (yaml.YAMLError, RecursionError):
        raise BadDocument(["is not YAML"]) from None


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int], problems: list[str]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        items = enumerate(node.value)
        return [_plain(item, (*path, place), lines, problems) for place, item in items]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    found: dict[str, Any] = {}
    for key_node, value in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        at = (*path, key)
        if key in found:
            problems.append(f"line {line}: {Problem(at, 'is written twice')}")
        lines[at] = line
        found[key] = _plain(value, at, lines, problems)
    return found
