"""
Change one thing in a flow file, and leave every other character as its author wrote it.

A path names a place as `Source.lines` does: `("steps", "main", "keys", "1")`. The text must be
readable; what it then means is checked as usual.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from flows.source import LOADER, Path, read_source

WIDTH = 100_000
"""A sentence stays on one line, however long."""
FLOWS_WITHIN = frozenset({"keys", "exits", "values"})
"""Small maps that are written in braces on one line."""


class NoSuchPlace(Exception):
    """There is nothing at this path of the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{'.'.join(path)}: there is no such place")


class _Plain(yaml.SafeDumper):
    """Every scalar is a string to whoever reads it, so `1` and `true` need no quotes."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML's own attribute


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry of a map, or an item of a list: its key (None in a list), its value, its holder."""

    key: yaml.Node | None
    value: yaml.Node
    holder: yaml.CollectionNode


def written(document: Mapping[str, Any]) -> str:
    """Write a whole file of plain maps, lists and strings."""
    return "".join(f"{line}\n" for line in _lines(document))


def put(text: str, path: Path, value: Any) -> str:
    """
    Write a value at a path: in the place of what is there, else at the end of its map.

    Maps on the way that are missing are made. Raises NoSuchPlace when the way leads through
    something that is no map.
    """
    root = _root(text)
    there = _find(root, path)
    if there is not None:
        return _replace(text, there, path, value)
    held = _find(root, path[:-1]) if len(path) > 1 else None
    holder = held.value if held else root if len(path) == 1 else None
    if holder is None:
        return put(text, path[:-1], {path[-1]: value})
    if not isinstance(holder, yaml.MappingNode):
        raise NoSuchPlace(path)
    return _append(text, holder, path, value)


def append(text: str, path: Path, item: Mapping[str, Any]) -> str:
    """Add a map to the end of a list; the list is made when it is missing."""
    there = _find(_root(text), path)
    held = there.value if there else None
    if not isinstance(held, yaml.SequenceNode) or not held.value:
        return put(text, path, [item])
    if held.flow_style:
        at = _mark(held.end_mark).index - 1
        return _cut(text, at, at, f", {_inline(item)}")
    column = _mark(held.start_mark).column
    after = text.find("\n", _end(held).index)
    at = len(text) if after < 0 else after
    return _cut(text, at, at, f"\n{_block([item], column)}")


def remove(text: str, path: Path) -> str:
    """Take away an entry of a map or an item of a list. Raises NoSuchPlace."""
    there = _find(_root(text), path)
    if there is None:
        raise NoSuchPlace(path)
    items = there.holder.value
    if len(items) == 1:
        return remove(text, path[:-1]) if len(path) > 1 else ""
    if there.holder.flow_style:
        return _without_item(text, there)
    lines = text.splitlines(keepends=True)
    first = (there.key or there.value).start_mark.line
    return "".join([*lines[:first], *lines[_end(there.value).line + 1 :]])


def rename(text: str, path: Path, new: str) -> str:
    """Give an entry of a map another key. Raises NoSuchPlace."""
    there = _find(_root(text), path)
    if there is None or there.key is None:
        raise NoSuchPlace(path)
    return _cut(text, there.key.start_mark.index, there.key.end_mark.index, _scalar(new))


def put_all(text: str, values: Iterable[tuple[Path, Any]]) -> str:
    """Write several values, one after another."""
    for path, value in values:
        text = put(text, path, value)
    return text


def _root(text: str) -> yaml.MappingNode:
    node = None if read_source(text).problems else yaml.compose(text, Loader=LOADER)
    if not isinstance(node, yaml.MappingNode):
        raise NoSuchPlace(())
    return node


def _find(root: yaml.Node, path: Path) -> _Found | None:
    node, found = root, None
    for part in path:
        found = _child(node, part)
        if found is None:
            return None
        node = found.value
    return found


def _child(node: yaml.Node, part: str) -> _Found | None:
    if isinstance(node, yaml.MappingNode):
        pairs = ((key, value) for key, value in node.value if key.value == part)
        return next((_Found(key, value, node) for key, value in pairs), None)
    if isinstance(node, yaml.SequenceNode) and part.isdecimal() and int(part) < len(node.value):
        return _Found(None, node.value[int(part)], node)
    return None


def _replace(text: str, there: _Found, path: Path, value: Any) -> str:
    start, end = there.value.start_mark, _end(there.value)
    if _on_one_line(value, path) or there.holder.flow_style:
        words = _inline(value)
        if there.key is not None and not there.holder.flow_style:
            return _cut(text, there.key.end_mark.index, end.index, f": {words}")
        return _cut(text, start.index, end.index, words)
    if there.key is None:
        raise NoSuchPlace(path)
    column = there.key.start_mark.column
    return _cut(text, there.key.end_mark.index, end.index, f":\n{_block(value, column + 2)}")


def _append(text: str, holder: yaml.MappingNode, path: Path, value: Any) -> str:
    key = _scalar(path[-1])
    if holder.flow_style:
        at = holder.end_mark.index - 1
        comma = ", " if holder.value else ""
        return _cut(text, at, at, f"{comma}{key}: {_inline(value)}")
    column = holder.start_mark.column
    end = _end(holder).index
    after = text.find("\n", end)
    at = len(text) if after < 0 else after
    one_line = _on_one_line(value, path)
    words = f" {_inline(value)}" if one_line else f"\n{_block(value, column + 2)}"
    return _cut(text, at, at, f"\n{' ' * column}{key}:{words}")


def _without_item(text: str, there: _Found) -> str:
    items = there.holder.value
    nodes = [item[0] if isinstance(item, tuple) else item for item in items]
    at = nodes.index(there.key or there.value)
    if at + 1 < len(nodes):
        return _cut(text, nodes[at].start_mark.index, nodes[at + 1].start_mark.index, "")
    before = items[at - 1][1] if isinstance(items[at - 1], tuple) else items[at - 1]
    return _cut(text, before.end_mark.index, there.value.end_mark.index, "")


def _end(node: yaml.Node) -> yaml.Mark:
    """Where the last word ends: the end of a block itself is after the blank lines below it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return _mark(node.end_mark)


def _mark(mark: yaml.Mark | None) -> yaml.Mark:
    if mark is None:
        raise NoSuchPlace(())
    return mark


def _cut(text: str, start: int, end: int, words: str) -> str:
    return text[:start] + words + text[end:]


def _on_one_line(value: Any, path: Path) -> bool:
    small = isinstance(value, Mapping) and (path[-1] in FLOWS_WITHIN or not value)
    return small or isinstance(value, str) or (isinstance(value, list) and not _is_rows(value))


def _is_rows(value: Any) -> bool:
    """Is it a list of maps? Each of them stands on lines of its own."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _scalar(word: str) -> str:
    return _inline(word)


def _inline(value: Any) -> str:
    written = yaml.dump(
        value,
        Dumper=_Plain,
        default_flow_style=True,
        allow_unicode=True,
        width=WIDTH,
        sort_keys=False,
    )
    return written.removesuffix("\n").removesuffix("\n...")


def _block(value: Any, indent: int) -> str:
    return "\n".join(" " * indent + line for line in _lines(value))


def _lines(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        for item in value:
            first, *rest = _lines(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
        return
    for key, inner in value.items():
        yield from _entry(key, inner)


def _entry(key: str, inner: Any) -> Iterable[str]:
    if _is_rows(inner) and all(len(item) == 1 for item in inner):
        yield f"{_scalar(key)}:"
        yield from (f"  - {_bare(item)}" for item in inner)
    elif _is_rows(inner) or (isinstance(inner, Mapping) and inner and key not in FLOWS_WITHIN):
        yield f"{_scalar(key)}:"
        yield from (f"  {line}" for line in _lines(inner))
    else:
        yield f"{_scalar(key)}: {_inline(inner)}"


def _bare(item: Mapping[str, Any]) -> str:
    """Write a map of one entry without braces, as beats of a call are written."""
    ((key, inner),) = item.items()
    return f"{_scalar(key)}: {_inline(inner)}"
