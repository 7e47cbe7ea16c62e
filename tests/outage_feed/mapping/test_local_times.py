"""Times as sources write them, in the hours that are there twice or not at all, too."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.outage_feed.made import NOW, at
from tests.outage_feed.mapped import complaints, from_json, one, problems

ENDS = {"estimated_restoration": "ends"}


def instant(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def ends(value: Any, now: datetime = NOW, **way: Any) -> datetime | None:
    """When the outage is expected to end, if its field says `value`."""
    mapped = {"estimated_restoration": {"field": "ends", **way}}
    return one({"ends": value}, mapped, now).estimated_restoration


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-22T19:00:00",
        "2026-11-22T19:00",
        "2026-11-22 19:00:00",
        "2026-11-22T19:00:00.000",
        "2026-11-22T19:00:00,0000000",
        "2026-11-22T17:00:00Z",
        "2026-11-22 17:00:00 +0000",
        "2026-11-22T18:00+01:00",
        " 2026-11-22T19:00\n",
    ],
)
def test_iso_times_with_or_without_an_offset(written: str) -> None:
    assert ends(written) == at("19:00")


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("22.11.2026 19.00", "%d.%m.%Y %H.%M"),
        ("22.11.2026 klo 19:00", "%d.%m.%Y klo %H:%M"),
        ("7:00 PM, 22 Nov 2026", "%I:%M %p, %d %b %Y"),
        ("07:00 pm, 22 nov 2026", "%I:%M %p, %d %b %Y"),
        ("11/22/2026 19:00:00", "%m/%d/%Y %H:%M:%S"),
        ("22/11/2026 19:00", "%d/%m/%Y %H:%M"),
        ("22/11/26 19:00 +0200", "%d/%m/%y %H:%M %z"),
        (1795366800, "epoch"),
        (1795366800000, "epoch-ms"),
        (1795366800000.0, "epoch-ms"),
    ],
)
def test_other_forms_by_their_format(written: Any, form: str) -> None:
    assert ends(written, formats=form) == at("19:00")


def test_midnight_and_noon_on_a_clock_of_twelve_hours() -> None:
    form = "%I:%M %p, %d %b %Y"
    assert ends("12:00 AM, 23 Nov 2026", formats=form) == at("00:00", day=23)
    assert ends("12:00 PM, 23 Nov 2026", formats=form) == at("12:00", day=23)


def test_the_first_format_that_fits_counts() -> None:
    forms = ["iso", "%d.%m.%Y %H:%M"]
    assert ends("22.11.2026 19:00", formats=forms) == at("19:00")
    assert ends("2026-11-22T19:00", formats=forms) == at("19:00")


def test_a_field_may_have_a_time_zone_of_its_own() -> None:
    assert ends("2026-11-22T17:00", time_zone="UTC") == at("19:00")


@pytest.mark.parametrize(
    ("written", "now", "year"),
    [
        ("1:36 PM, 25 Jan", "2025-02-01T14:45:00+00:00", 2025),
        ("1:36 PM, 31 Dec", "2026-01-01T00:10:00+00:00", 2025),
        ("1:36 PM, 02 Jan", "2025-12-31T22:00:00+00:00", 2026),
        ("1:36 PM, 29 Feb", "2025-01-15T22:00:00+00:00", 2024),
    ],
)
def test_a_time_without_a_year_is_the_nearest(written: str, now: str, year: int) -> None:
    read = ends(written, instant(now), formats="%I:%M %p, %d %b")
    assert read is not None
    assert read.year == year


def test_a_29th_of_february_that_is_nowhere_near_is_refused() -> None:
    mapped = {"starts_at": {"field": "at", "formats": "%d.%m. %H:%M"}}
    far = instant("2026-06-01T12:00:00+00:00")
    assert one({"at": "28.02. 10:00"}, mapped, far).starts_at == instant("2026-02-28T10:00+02:00")
    assert [place for place, _ in problems({"at": "29.02. 10:00"}, mapped)] == ["starts_at"]


class TestTheHourThatIsThereTwice:
    """Clocks went back from four to three on 25 October 2026."""

    DOUBLED = "2026-10-25T03:30:00"
    FIRST, SECOND = instant("2026-10-25T03:30+03:00"), instant("2026-10-25T03:30+02:00")

    def test_an_estimate_is_the_later(self) -> None:
        assert ends(self.DOUBLED, self.FIRST) == self.SECOND

    def test_a_start_is_the_earlier(self) -> None:
        assert one({"at": self.DOUBLED}, {"starts_at": "at"}, self.SECOND).starts_at == self.FIRST

    def test_a_change_is_the_later_that_can_have_been(self) -> None:
        soon_after = instant("2026-10-25T03:35+03:00"), instant("2026-10-25T03:35+02:00")
        read = [one({"at": self.DOUBLED}, {"updated_at": "at"}, now) for now in soon_after]
        assert [outage.updated_at for outage in read] == [self.FIRST, self.SECOND]

    def test_an_offset_decides(self) -> None:
        assert ends(f"{self.DOUBLED}+03:00", self.FIRST) == self.FIRST


def test_an_hour_that_is_not_there_ends_late_and_begins_early() -> None:
    """Clocks went forward from three to four on 29 March 2026."""
    night = instant("2026-03-29T01:00+02:00")
    missing = {"at": "2026-03-29T03:30", "ends": "2026-03-29T03:30"}
    outage = one(missing, {"starts_at": "at", **ENDS}, night)
    assert outage.starts_at == instant("2026-03-29T02:30+02:00")
    assert outage.estimated_restoration == instant("2026-03-29T04:30+03:00")


def test_a_date_alone_lasts_all_its_day() -> None:
    day = {"at": "2026-11-23", "ends": "24.11.2026"}
    late = {"estimated_restoration": {"field": "ends", "formats": "%d.%m.%Y"}}
    outage = one(day, {"starts_at": "at", **late})
    assert outage.starts_at == at("00:00", day=23)
    assert outage.estimated_restoration == at("00:00", day=25)


def test_a_date_alone_does_not_say_what_came_when() -> None:
    ((place, problem),) = problems({"at": "2026-11-22"}, {"updated_at": "at"})
    assert place == "updated_at"
    assert "a date alone" in problem


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("soon", '"ends": "soon" is not a time in the form iso'),
        ("2026-11-31T10:00", "is not a time"),
        ("22.11.2026 19:00", "is not a time"),
        ("1899-12-30T00:00:00", "the year must be from 2000 to 2199"),
        ("9999-12-31T23:59:59", "the year must be from 2000 to 2199"),
        (["2026-11-22T19:00", "2026-11-22T20:00"], "several values"),
        ({"ert": "2026-11-22T19:00"}, "several values"),
    ],
)
def test_what_is_no_time_is_refused_with_its_field(written: Any, problem: str) -> None:
    ((place, said),) = problems({"ends": written}, ENDS)
    assert place == "estimated_restoration"
    assert problem in said


def test_a_time_without_an_offset_needs_a_time_zone() -> None:
    pushed = from_json([{"id": "F", "ends": "2026-11-22T19:00"}], ENDS, time_zone=None)
    assert "has no offset: name the source's time zone" in pushed.refused[0].errors[0].problem


@pytest.mark.parametrize("nothing", [None, "", "TBC", "tbc  ", [], ["TBC"]])
def test_words_that_say_nothing_are_no_estimate(nothing: Any) -> None:
    pushed = from_json([{"id": "F", "ends": nothing}], ENDS, none=["TBC"])
    assert pushed.items[0].outage.estimated_restoration is None


def test_any_other_word_may_be_no_estimate() -> None:
    assert ends("Engineers are working hard", otherwise="none") is None
    assert ends("2026-11-22T19:00", otherwise="none") == at("19:00")


@pytest.mark.parametrize(
    ("way", "problem"),
    [
        ({"formats": "%H:%M"}, "or a day, month and clock"),
        ({"formats": "DD.MM.YYYY"}, "or a day, month and clock"),
        ({"formats": "%d.%m.%Y %Q"}, "cannot be used to read times"),
        ({"formats": []}, "at least 1"),
        ({"time_zone": "Helsinki"}, 'no such time zone "Helsinki"'),
        ({"time_zone": "/etc/passwd"}, "no such time zone"),
        ({"time_zone": "Europe"}, "no such time zone"),
        ({"otherwise": "active"}, "'none'"),
    ],
)
def test_what_cannot_read_times_is_said_of_the_mapping(way: dict[str, Any], problem: str) -> None:
    said = complaints({"starts_at": {"field": "at", **way}})
    assert len(said) == 1
    assert said[0][0].startswith("fields.starts_at.")
    assert problem in said[0][1]
