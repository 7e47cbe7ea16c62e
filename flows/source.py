"""
Read YAML as people write it: every scalar a string, and the line of everything.

`yaml.BaseLoader`, because the usual loaders read postcode 00100 as 64, `+358…` as a number and
`on:` as true. Duplicate keys, anchors and aliases are refused: the first loses a step in
silence, the others hide what a reader sees.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from flows.problems import Problem

LOADER: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's where there is one: an editor checks a file at every pause of its author."""
MOST_CHARACTERS = 1_000_000
MOST_DEPTH = 40
MOST_BRACKETS = 10_000
"""The time to read nested ones grows with their square."""

Path = tuple[str, ...]


@dataclass
class Source:
    """What was read: plain strings, lists and maps; the line of each path; what was wrong."""

    document: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """Find the line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_source(text: str) -> Source:
    """Read one YAML document. What cannot be read is a problem, never an exception."""
    source = Source()
    if len(text) > MOST_CHARACTERS:
        source.problems.append(Problem(1, "file-too-large", "more than a million characters"))
        return source
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        message = f"more than {MOST_BRACKETS} opening brackets"
        source.problems.append(Problem(1, "file-too-large", message))
        return source
    try:
        _refuse_anchors(text, source)
        node = None if source.problems else yaml.compose(text, Loader=LOADER)
        source.document = _build(node, (), source) if node is not None else None
    except (yaml.YAMLError, RecursionError) as error:
        source.problems.append(_unreadable(error))
    return source


def _refuse_anchors(text: str, source: Source) -> None:
    """Depth is refused here too: libyaml's composer has no limit of its own, and would crash."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH + 1:
            raise RecursionError
        if getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            source.problems.append(
                Problem(line, "anchor", "anchors and aliases are not used here: write it out")
            )


def _build(node: yaml.Node, path: Path, source: Source) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    if len(path) > MOST_DEPTH:
        raise RecursionError
    if isinstance(node, yaml.MappingNode):
        return _build_map(node, path, source)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, str(at)), source) for at, item in enumerate(node.value)]
    return node.value


def _build_map(node: yaml.MappingNode, path: Path, source: Source) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        line = key_node.start_mark.line + 1
        if key in built:
            message = (
                f"{key!r} is given twice here; the first is on line {source.lines[(*path, key)]}"
            )
            source.problems.append(Problem(line, "duplicate-key", message))
            continue
        source.lines[(*path, key)] = line
        built[key] = _build(value_node, (*path, key), source)
    return built


def _unreadable(error: yaml.YAMLError | RecursionError) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return Problem(
            error.problem_mark.line + 1, "unreadable", error.problem or "unreadable YAML"
        )
    return Problem(1, "unreadable", "this cannot be read as YAML")
