"""What of two documents is different, so that a row holds that and not the whole."""

from collections.abc import Iterator, Mapping
from typing import Any

MOST = 200
"""So many places of a document are kept in one row; the versions themselves are kept elsewhere."""

Leaves = dict[str, Any]


def only_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Leaves, Leaves]:
    """Return what each has that the other has not so, by its place: `lines.0.flow`."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    changed = [at for at in {**old, **new} if at not in old or at not in new or old[at] != new[at]]
    shown = changed[:MOST]
    gone = {at: old[at] for at in shown if at in old}
    there = {at: new[at] for at in shown if at in new}
    left = len(changed) - len(shown)
    return gone, {**there, **({"…": f"+ {left}"} if left else {})}


def _leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for name, one in value.items():
            yield from _leaves(one, f"{at}.{name}" if at else str(name))
    elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        for number, one in enumerate(value):
            yield from _leaves(one, f"{at}.{_name(one, number)}")
    elif at:
        yield at, value


def _name(one: Any, number: int) -> str:
    """A list of things with names is compared by name: one put in first moves none."""
    named = one.get("name") if isinstance(one, Mapping) else None
    return named if isinstance(named, str) and named else str(number)
