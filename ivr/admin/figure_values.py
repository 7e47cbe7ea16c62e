"""How figures are written: with their unit, in the language of the page, and as CSV."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from ivr.figures.definitions import Figure
from ivr.studio.translations import FORMULA
from ivr.web.words import word

NOTHING = "–"  # noqa: RUF001 -- as every page writes it
NUMBER = re.compile(r"-?\d+(\.\d+)?")
SECONDS_UNTIL, MINUTES_UNTIL, HOURS_UNTIL = 120, 7200, 172_800
THIN = "\u202f"


def written(value: float | None, unit: str) -> str:
    """Write a value, a hyphen when there is none. Lengths of time are upper limits."""
    if value is None:
        return NOTHING
    match unit:
        case "share":
            return word("figures.unit.share", n=round(value * 100))
        case "seconds":
            return word("figures.unit.at_most", n=length(value))
        case "minutes":
            return word("figures.unit.minutes", n=f"{value:+.0f}" if value else "0")
        case "points":
            return f"{value:.1f}"
    return many(value)


def length(seconds: float) -> str:
    """Write a length of time in the unit that fits it."""
    if seconds < SECONDS_UNTIL:
        return word("figures.unit.s", n=f"{seconds:.0f}")
    if seconds < MINUTES_UNTIL:
        return word("figures.unit.min", n=f"{seconds / 60:.1f}".removesuffix(".0"))
    if seconds < HOURS_UNTIL:
        return word("figures.unit.h", n=f"{seconds / 3600:.0f}")
    return word("figures.unit.d", n=f"{seconds / 86_400:.0f}")


def many(value: float) -> str:
    """Write a number with thin spaces between thousands."""
    return f"{value:,.0f}".replace(",", THIN)


def changed(figure: Figure, now: float | None, before: float | None) -> tuple[str, str]:
    """Return how it has changed, and whether that is `better` or `worse`; both may be empty."""
    if now is None or before is None:
        return "", ""
    told = _moved(figure.unit, now, before)
    if not figure.better or not any(digit in told for digit in "123456789"):
        return told, ""
    return told, "better" if (now > before) == (figure.better == "more") else "worse"


def _moved(unit: str, now: float, before: float) -> str:
    moved = now - before
    match unit:
        case "share":
            return word("figures.unit.points", n=_signed(moved * 100))
        case "count":
            return word("figures.unit.share", n=_signed(moved / before * 100)) if before else ""
        case "seconds":
            return ("+" if moved > 0 else "-") + length(abs(moved)) if moved else "0"
    return _signed(moved, 1)


def _signed(value: float, digits: int = 0) -> str:
    """Write a change; one that rounds to nothing has no sign."""
    rounded = round(value, digits)
    return f"{rounded:+.{digits}f}" if rounded else "0"


def plain(value: float | None) -> str:
    """Write a value for a program: a point in the middle, nothing for none."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def sheet(rows: Iterable[Sequence[str]]) -> str:
    """Write CSV; a cell that a spreadsheet would run as a formula is made text."""
    out = io.StringIO()
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) and not NUMBER.fullmatch(cell) else cell
