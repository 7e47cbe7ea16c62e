"""How figures and their changes are written."""

import csv
import io
from collections.abc import Iterator

import pytest
from flask import Flask

from ivr.admin.figure_values import changed, plain, sheet, written
from ivr.figures.definitions import BY_NAME


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Somebody reads English."""
    with Flask(__name__).test_request_context(headers={"Accept-Language": "en"}):
        yield


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (None, "share", "\N{EN DASH}"),
        (0.875, "share", "88 %"),
        (20, "seconds", "≤ 20 s"),
        (450, "seconds", "≤ 7.5 min"),
        (7200, "seconds", "≤ 2 h"),
        (604_800, "seconds", "≤ 7 d"),
        (-3, "minutes", "-3 min"),
        (0, "minutes", "0 min"),
        (3.46, "points", "3.5"),
        (1_002_880, "count", "1\u202f002\u202f880"),
    ],
)
def test_a_value_has_its_unit(value: float | None, unit: str, told: str) -> None:
    assert written(value, unit) == told


@pytest.mark.parametrize(
    ("name", "now", "before", "change"),
    [
        ("in_time", 0.9, 0.8, ("+10 pp", "better")),
        ("abandoned", 0.9, 0.8, ("+10 pp", "worse")),
        ("abandoned", 0.801, 0.8, ("0 pp", "")),
        ("zero", 0.5, 0.6, ("-10 pp", "")),
        ("wait", 20, 45, ("-25 s", "better")),
        ("wait", 20, 20, ("0", "")),
        ("survey", 3.5, 3.75, ("-0.2", "worse")),
        ("calls", 150, 100, ("+50 %", "")),
        ("calls", 150, 0, ("", "")),
        ("in_time", None, 0.8, ("", "")),
        ("in_time", 0.8, None, ("", "")),
    ],
)
def test_a_change_is_told_and_whether_it_is_good(
    name: str, now: float | None, before: float | None, change: tuple[str, str]
) -> None:
    assert changed(BY_NAME[name], now, before) == change


def test_a_program_reads_numbers_and_a_spreadsheet_runs_nothing() -> None:
    assert [plain(value) for value in (None, 3, 0.5, 1 / 3)] == ["", "3", "0.5", "0.3333"]
    given = [["=1+1", "+358", "-3", "-3.5", "@a", "\tb", "plain", "-a"]]
    (row,) = csv.reader(io.StringIO(sheet(given).removeprefix("\ufeff")))
    assert row == ["'=1+1", "'+358", "-3", "-3.5", "'@a", "'\tb", "plain", "'-a"]
