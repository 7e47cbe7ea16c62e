"""Add, change, rename and take away a step: edits of the draft's file, references included."""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.definition import Flow, Reading
from flows.editing import put, put_all, remove, rename
from flows.reference import example_of
from flows.source import Path, read_source
from flows.steps import STEP_TYPES
from flows.ways import path_of


def with_step(text: str, flow: Flow, name: str, type_: str) -> str:
    """Add a step as the example of its type; what it leads to and is not here is the person."""
    example = read_source(example_of(STEP_TYPES[type_])).document
    return put(text, ("steps", name), _at_home(example, flow))


def with_fields(text: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Write the fields that differ, and take away those that are None."""
    for field, value in new.items():
        if _same(value, old.get(field)):
            continue
        path = ("steps", name, field)
        text = put(text, path, value) if value is not None else remove(text, path)
    return text


def _same(one: Any, other: Any) -> bool:
    """Are they equal, and keys in the same order?"""
    ordered = not (isinstance(one, dict) and isinstance(other, dict)) or list(one) == list(other)
    return ordered and bool(one == other)


def renamed(text: str, reading: Reading, old: str, new: str) -> str:
    """Give a step another name; whatever leads to it follows."""
    if reading.flow is None:
        return text
    paths = list(_references(reading, reading.flow, old))
    after = put_all(text, [(path, new) for path in paths])
    if ("layout", old) in reading.source.lines:
        after = rename(after, ("layout", old), new)
    return rename(after, ("steps", old), new)


def _references(reading: Reading, flow: Flow, name: str) -> Iterator[Path]:
    yield from ((part,) for part in ("start", "human") if getattr(flow, part) == name)
    for step, model in flow.steps.items():
        for way, to in model.edges():
            path = path_of(step, way)
            if to == name and path in reading.source.lines:
                yield path


def _at_home(example: Mapping[str, Any], flow: Flow) -> dict[str, Any]:
    def home(to: str) -> str:
        return to if to in flow.steps else flow.human

    found = dict(example)
    if "next" in found:
        found["next"] = home(found["next"])
    for many in ("keys", "exits"):
        if many in found:
            found[many] = {way: home(to) for way, to in found[many].items()}
    if "cases" in found:
        found["cases"] = [{**case, "go": home(case["go"])} for case in found["cases"]]
    return found
