"""What people wrote keeps nobody from reading the log, and looks like no other row of it."""

from datetime import UTC, datetime

import pytest

from ivr.audit.reading import Entry
from ivr.audit.told import differences
from ivr.commands.audit import _line

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def entry(note: str) -> Entry:
    return Entry(1, AT, "eva", "page", "flow.published", "survey", None, {"note": note})


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("2026-11-23T10:00:00+00:00", "23.11.2026 12.00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("2026-11-23", "2026-11-23"),
    ],
)
def test_a_time_is_told_in_helsinki_and_one_beyond_the_calendar_as_it_is(
    note: str, shown: str
) -> None:
    assert [one.after for one in differences(entry(note))] == [shown]


def test_a_note_of_several_lines_is_one_line_of_the_list() -> None:
    forged = "x\n23.11.2026 12.00.00  jan  (page)  outage.ended\x1b[2K\u2028y"
    assert _line(entry(forged)).isprintable()
