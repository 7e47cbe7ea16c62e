"""Values in a source's records: found by their path, and read as text."""

import json
from collections.abc import Iterator
from typing import Any

from outage_feed.strict_json import Doubled
from outage_feed.texts import clean

Record = dict[str, Any]


class BadValue(ValueError):
    """A value that cannot be read; the message says why and what to do."""


def find(record: Any, path: str) -> Any:
    """
    Return the value at `a.b.0.c`, or None. A step into a list goes into each of its members.

    A name that stands in the record as it is comes first, dots and all. Raises BadValue.
    """
    if type(record) is dict:
        value = record.get(path)
        if value is not None or "." not in path:
            return value
    elif isinstance(record, dict) and path in record:
        return _member(record, path)
    value = record
    for step in path.split("."):
        value = _step(value, step)
    return value


def text_of(value: Any) -> str:
    """Return one value as clean text, nothing as ''. Raises BadValue for more than one."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, list) and len(value) <= 1:
        return text_of(value[0]) if value else ""
    if isinstance(value, list | dict):
        raise BadValue("holds several values: give the path of one, such as a.b or a.0.b")
    return _plain(value)


def members(value: Any) -> Iterator[Any]:
    """Yield every value in a list, however deep, or the one."""
    if isinstance(value, list):
        for member in value:
            yield from members(member)
    else:
        yield value


def shown(value: Any) -> str:
    """Write any value for people."""
    if isinstance(value, list | dict):
        return clean(json.dumps(value, ensure_ascii=False))
    return text_of(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return _member(value, step)
    if not isinstance(value, list):
        return None
    if step.isdecimal():
        return value[int(step)] if int(step) < len(value) else None
    found = (_step(member, step) for member in value)
    return [member for member in found if member is not None]


def _member(record: dict[str, Any], name: str) -> Any:
    if type(record) is Doubled and name in record.names:
        raise BadValue(f'the field "{name}" is given twice')
    return record.get(name)
