"""The configuration as text, and how two of them differ."""

from collections.abc import Mapping, Sequence
from difflib import unified_diff
from typing import Any

from ivr.plain_yaml import plain_yaml
from routing.configuration import SECTIONS

Lines = Sequence[tuple[str, str]]
"""Each line of a difference: `old`, `new`, `same` or `gap`, and its text."""
KINDS = {"-": "old", "+": "new", "@": "gap"}
HEADER = 2


def whole_text(sections: Mapping[str, Any]) -> str:
    """Write sections in their usual order, as `linja config show` does."""
    order = sorted(sections, key=lambda name: (name not in SECTIONS, _place(name), name))
    return "\n".join(plain_yaml({name: sections[name]}) for name in order)


def written_difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Lines:
    """Tell what differs, line by line; empty when nothing does."""
    old, new = whole_text(before).splitlines(), whole_text(after).splitlines()
    found = list(unified_diff(old, new, lineterm="", n=2))[HEADER:]
    return [(KINDS.get(line[0], "same"), line if line[0] == "@" else line[1:]) for line in found]


def _place(name: str) -> int:
    return SECTIONS.index(name) if name in SECTIONS else len(SECTIONS)
