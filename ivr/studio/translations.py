"""A translator's sheet: every text of a flow in all its languages, as CSV, out and back."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.definition import Flow
from flows.editing import put
from flows.prompts import Prompt
from ivr.bundles.library import shipped_prompts

FORMULA = ("=", "+", "-", "@", "\t", "'")
"""A cell that begins so would be run by a spreadsheet, or has lost its own apostrophe."""

Library = Mapping[str, Prompt]
"""The sentences that all flows share; where none are given, as shipped."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a sheet: the new text, how many cells changed, and what was refused."""

    text: str
    changed: int
    refused: Sequence[str]


def sheet(flow: Flow, library: Library | None = None) -> str:
    """Write it: the flow's own prompts, and those of the library that its steps say."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["prompt", "steps", *flow.languages])
    for key, texts in _texts(flow, library).items():
        steps = [name for name, step in flow.steps.items() if key in step.prompt_keys()]
        row = [key, " ".join(steps), *(texts.get(language, "") for language in flow.languages)]
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def read_sheet(text: str, flow: Flow, given: str, library: Library | None = None) -> Read:
    """Put a sheet's cells into the flow's file; unknown prompts and languages are refused."""
    rows = list(csv.reader(io.StringIO(given.removeprefix("\ufeff")), _dialect(given)))
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if not head or head[0] != "prompt":
        return Read(text, 0, ["1: the first row must be: prompt, steps, and the languages"])
    refused, changed, known = [], 0, _texts(flow, library)
    for line, row in enumerate(rows[1:], 2):
        key = _plain(row[0]) if row else ""
        if key and key not in known:
            refused.append(f"{line}: {key}")
        for language, cell in _cells(flow, head, row) if key in known else ():
            if cell and cell != known[key].get(language, ""):
                text, changed = put(text, ("prompts", key, language), cell), changed + 1
    return Read(text, changed, refused)


def _cells(flow: Flow, head: Sequence[str], row: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, cell in zip(head, row, strict=False):
        if name in flow.languages:
            yield name, _plain(cell)


def _texts(flow: Flow, library: Library | None) -> dict[str, dict[str, str]]:
    own = {key: {str(lang): text for lang, text in t.items()} for key, t in flow.prompts.items()}
    library = library or shipped_prompts()
    said = dict.fromkeys(key for step in flow.steps.values() for key in step.prompt_keys())
    shared = {key: dict(library[key].text) for key in said if key in library}
    return {**shared, **own}


def _dialect(given: str) -> type[csv.Dialect]:
    """Spreadsheets in Finland write semicolons."""
    first = given.partition("\n")[0]
    return _Semicolons if first.count(";") > first.count(",") else csv.excel


class _Semicolons(csv.excel):
    delimiter = ";"


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    bare = cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
    return " ".join(bare.split())
