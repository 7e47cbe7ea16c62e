"""The form of hours: from the section as it is written to fields, and back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from routing.hours import DAYS, Eve, read_days

EVES: tuple[str, ...] = get_args(Eve)
LANGUAGES = ("fi", "sv", "en")
WINDOW = re.compile(r"(\d{1,2})(?:[.:](\d\d))?\s*[-\u2013\u2014]\s*(\d{1,2})(?:[.:](\d\d))?")
ROW = re.compile(r"date_(0|[1-9][0-9]{0,3})")
Form = Mapping[str, str]
Path = tuple[str | int, ...]


def form_of(document: Any) -> dict[str, str]:
    """Write a schedule, as it stands in the configuration, into the fields of the form."""
    given: Mapping[str, Any] = {"mon-sun": "24h"} if document == "24h" else document
    form = {"region": str(given.get("region", "FI"))}
    for key, windows in given.items():
        if key not in {"holidays", "eves", "exceptions", "region"}:
            form |= {f"day_{DAYS[day]}": _shown(windows) for day in read_days(key)}
    if "holidays" in given:
        form |= _special("holidays", given["holidays"])
    for eve, windows in given.get("eves", {}).items():
        form |= _special(f"eve_{eve}", windows)
    for place, one in enumerate(given.get("exceptions", ())):
        form[f"date_{place}"] = one["date"]
        form |= _special(f"exception_{place}", one["windows"])
        form |= {f"reason_{place}_{of}": text for of, text in one["reason"].items()}
    return form


def document_of(form: Form) -> Any:
    """Write the fields as a schedule stands in the configuration; nothing is checked here."""
    week = [windows_in(form.get(f"day_{day}", "")) for day in DAYS]
    document: dict[str, Any] = dict(_days(week))
    if form.get("holidays_how", "usual") != "usual":
        document["holidays"] = _windows(form, "holidays")
    eves = [one for one in EVES if form.get(f"eve_{one}_how", "usual") != "usual"]
    if eves:
        document["eves"] = {one: _windows(form, f"eve_{one}") for one in eves}
    exceptions = [_exception(form, place) for place in dated(form)]
    if exceptions:
        document["exceptions"] = sorted(exceptions, key=lambda one: str(one["date"]))
    if form.get("region", "FI") != "FI":
        document["region"] = form["region"]
    return "24h" if document == {"mon-sun": ["24h"]} else document


def as_meant(form: Form) -> dict[str, str]:
    """Choose hours that were written since the page was drawn, if the choice beside was left."""
    meant = dict(form)
    for key, drawn in form.items():
        name = key.removesuffix("_was")
        how, _, was = drawn.partition("|")
        written = form.get(name, "").strip()
        if name != key and form.get(f"{name}_how") == how and written not in {"", was.strip()}:
            meant[f"{name}_how"] = "hours"
    return meant


def windows_in(text: str) -> list[str]:
    """Read `8-12, 13.00-16.00` as people write it; what cannot be read stays for the check."""
    return [_window(one.strip()) for one in re.split(r"[,;]", text) if one.strip()]


def dated(form: Form) -> list[int]:
    """Return which of the rows of dates are filled in and to stay."""
    return [
        place
        for place in rows_of(form)
        if form.get(f"date_{place}", "").strip() and not form.get(f"gone_{place}")
    ]


def rows_of(form: Form) -> Sequence[int]:
    """Return every row of dates that there is."""
    return sorted(int(found[1]) for found in map(ROW.fullmatch, form) if found)


def field_at(form: Form, path: Path) -> Iterator[str]:
    """Name the fields that a problem of the schedule stands at; `path` begins below its name."""
    match path:
        case ("eves", str() as eve, *_):
            yield f"eve_{eve}"
        case ("exceptions", int() as place, *rest):
            rows = sorted(dated(form), key=lambda row: form[f"date_{row}"])
            named = {"date": "date", "reason": "reason"}.get(
                str(next(iter(rest), "")), "exception"
            )
            yield f"{named}_{rows[place]}"
        case ("holidays" | "region" as name, *_):
            yield name
        case (str() as days, *_):
            yield from (f"day_{DAYS[day]}" for day in read_days(days))


def _window(text: str) -> str:
    found = WINDOW.fullmatch(text)
    if not found:
        return text
    opens, past, closes, after = found.groups(default="00")
    return f"{opens:0>2}:{past}-{closes:0>2}:{after}"


def _days(week: Sequence[list[str]]) -> Iterator[tuple[str, list[str] | str]]:
    """Put days after each other that are alike together; one closed week must be said."""
    start = 0
    for day in range(1, len(DAYS) + 1):
        if day == len(DAYS) or week[day] != week[start]:
            if week[start] or not any(week):
                name = DAYS[start] if day - start == 1 else f"{DAYS[start]}-{DAYS[day - 1]}"
                yield name, week[start] or "closed"
            start = day


def _windows(form: Form, name: str) -> list[str] | str:
    return "closed" if form[f"{name}_how"] == "closed" else windows_in(form.get(name, ""))


def _exception(form: Form, place: int) -> dict[str, Any]:
    said = {of: form.get(f"reason_{place}_{of}", "").strip() for of in LANGUAGES}
    closed = form.get(f"exception_{place}_how", "closed") == "closed"
    return {
        "date": form[f"date_{place}"].strip(),
        "windows": "closed" if closed else windows_in(form.get(f"exception_{place}", "")),
        "reason": {of: text for of, text in said.items() if text},
    }


def _special(name: str, windows: Any) -> dict[str, str]:
    shown = _shown(windows)
    return {f"{name}_how": "hours" if shown else "closed", name: shown}


def _shown(windows: Any) -> str:
    if windows == "closed":
        return ""
    return ", ".join([windows] if isinstance(windows, str) else windows)
