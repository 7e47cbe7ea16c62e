"""The form of hours: what is written in it, and what becomes of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from ivr.admin.hour_form import document_of, field_at, form_of, windows_in
from routing.hours import Schedule

OFFICE: dict[str, Any] = {
    "mon-thu": ["08:00-12:00", "13:00-16:00"],
    "fri": ["08:00-15:00"],
    "holidays": "closed",
    "eves": {"new-years-eve": ["08:00-12:00"], "christmas-eve": "closed"},
    "exceptions": [
        {"date": "2026-12-07", "windows": "closed", "reason": {"fi": "koulutus", "en": "training"}}
    ],
    "region": "AX",
}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        ("8-16", ["08:00-16:00"]),
        ("8.30\u201312, 13:00 - 16.15", ["08:30-12:00", "13:00-16:15"]),
        ("24h", ["24h"]),
        ("22-6;", ["22:00-06:00"]),
        ("from eight", ["from eight"]),
        ("8-25", ["08:00-25:00"]),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, read: list[str]) -> None:
    assert windows_in(written) == read


@pytest.mark.parametrize(
    "document", [OFFICE, "24h", {"mon-sun": "closed"}, {"sat": ["22:00-06:00"], "holidays": []}]
)
def test_what_is_not_touched_means_the_same(document: Any) -> None:
    again = document_of(form_of(document))
    assert Schedule.model_validate(again) == Schedule.model_validate(document)


def test_of_many_dates_none_is_dropped() -> None:
    begins = date(2026, 1, 1)
    dates = [(begins + timedelta(days=day)).isoformat() for day in range(250)]
    said = [{"date": one, "windows": "closed", "reason": {"fi": "suljettu"}} for one in dates]
    document = {"mon": ["08:00-16:00"], "exceptions": said}
    assert document_of(form_of(document)) == document


def test_days_that_are_alike_are_written_together() -> None:
    form = {f"day_{day}": "8-16" for day in ("mon", "tue", "wed", "sat")}
    hours = ["08:00-16:00"]
    assert document_of(form) == {"mon-wed": hours, "sat": hours}


def test_a_closed_day_and_an_eve_are_added_and_a_date_is_taken_away() -> None:
    form = form_of(OFFICE) | {
        "eve_midsummer-eve_how": "hours",
        "eve_midsummer-eve": "10-14",
        "date_1": "2026-01-02",
        "reason_1_fi": "inventaario",
        "date_2": "",
    }
    changed = document_of(form)
    assert changed["eves"]["midsummer-eve"] == ["10:00-14:00"]
    added = {"date": "2026-01-02", "windows": "closed", "reason": {"fi": "inventaario"}}
    assert changed["exceptions"] == [added, *OFFICE["exceptions"]]
    assert document_of(form | {"gone_0": "1"})["exceptions"] == [added]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (("mon-thu", 0), ["day_mon", "day_tue", "day_wed", "day_thu"]),
        (("eves", "christmas-eve", 0), ["eve_christmas-eve"]),
        (("holidays", 0), ["holidays"]),
        (("exceptions", 0, "reason"), ["reason_1"]),
        (("exceptions", 1, "windows", 0), ["exception_0"]),
        ((), []),
    ],
)
def test_a_problem_stands_at_its_field(path: tuple[str | int, ...], fields: list[str]) -> None:
    form = form_of(OFFICE) | {"date_1": "2026-01-02"}
    assert list(field_at(form, path)) == fields
