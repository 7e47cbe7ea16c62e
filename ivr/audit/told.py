"""A row of the audit log as people read it: what was there before, what afterwards."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ivr.audit.reading import Entry
from ivr.clock import HELSINKI
from ivr.studio.translations import FORMULA

HEAD = ("at", "who", "came_by", "what", "about", "before", "after")


class Difference(NamedTuple):
    """What is different in one place; empty: it was not there, or is there no more."""

    at: str
    before: str
    after: str


def in_words(value: Any) -> str:
    """Say a value as it is."""
    if isinstance(value, str):
        return _moment(value)
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {in_words(one)}" for name, one in value.items())
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def differences(
    entry: Entry, say: Callable[[str, Any], str] = lambda _, value: in_words(value)
) -> Sequence[Difference]:
    """Return what is different, place by place; `say` says what is in a place."""
    before, after = _by_place(entry.before), _by_place(entry.after)
    return [
        Difference(at, say(at, before.get(at)), say(at, after.get(at)))
        for at in {**before, **after}
        if before.get(at) != after.get(at)
    ]


def as_json(entry: Entry) -> dict[str, Any]:
    """Return a row for programs, times in Helsinki."""
    at = entry.at.astimezone(HELSINKI).isoformat()
    return {"id": entry.id, "at": at, **{name: getattr(entry, name) for name in HEAD[1:]}}


def sheet(entries: Iterable[Entry]) -> str:
    """Write CSV for a spreadsheet, which runs nothing of it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for entry in entries:
        plain = as_json(entry)
        writer.writerow([_safe(_cell(plain[name])) for name in HEAD])
    return "\ufeff" + out.getvalue()


def _by_place(told: Any) -> Mapping[str, Any]:
    if told is None:
        return {}
    return told if isinstance(told, Mapping) else {"": told}


def _moment(text: str) -> str:
    """A time with an offset is told as Helsinki's clock shows it."""
    try:
        at = datetime.fromisoformat(text)
        return f"{at.astimezone(HELSINKI):%-d.%-m.%Y %-H.%M}" if at.tzinfo else text
    except (ValueError, OverflowError):  # people write what they like, also the end of time
        return text


def _cell(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
