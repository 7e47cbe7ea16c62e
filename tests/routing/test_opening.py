"""Open or closed, why, and when it changes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.hours import Schedule
from routing.opening import SEARCHED, Opening, opening
from tests.routing.moments import OFFICE, helsinki, schedule, shown, utc

REASON = {"fi": "koulutuspäivä", "sv": "utbildningsdag", "en": "training day"}
COMPANY = schedule(
    {
        **OFFICE,
        "eves": {
            "christmas-eve": "closed",
            "new-years-eve": ["08:00-12:00"],
            "independence-eve": ["10:00-14:00"],
        },
        "exceptions": [
            {"date": "2026-12-07", "windows": [], "reason": REASON},
            {"date": "2026-12-24", "windows": ["09:00-10:00"], "reason": REASON},
            {"date": "2026-11-28", "windows": ["10:00-12:00"], "reason": REASON},
        ],
    }
)
NIGHT = schedule({"mon-thu": ["22:00-06:00"], "fri": ["22:00-24:00"], "holidays": "closed"})


def told(hours: Schedule | None, now: str) -> tuple[str, str]:
    """`open` or why not, with the holiday; and when it changes."""
    found = opening(hours, helsinki(now))
    why = "open" if found.open else f"{found.why} {found.holiday}".strip()
    return why, shown(found.changes_at)


@pytest.mark.parametrize(
    ("now", "why", "changes"),
    [
        ("2026-11-23 07:59", "hours", "Mon 2026-11-23 08:00"),
        ("2026-11-23 08:00", "open", "Mon 2026-11-23 16:00"),
        ("2026-11-23 15:59", "open", "Mon 2026-11-23 16:00"),
        ("2026-11-23 16:00", "hours", "Tue 2026-11-24 08:00"),
        ("2026-11-20 17:00", "hours", "Mon 2026-11-23 08:00"),
        ("2026-11-21 12:00", "weekend", "Mon 2026-11-23 08:00"),
        ("2026-11-22 23:59", "weekend", "Mon 2026-11-23 08:00"),
        ("2026-11-23 00:00", "hours", "Mon 2026-11-23 08:00"),
    ],
)
def test_an_office_on_weekdays(now: str, why: str, changes: str) -> None:
    assert told(COMPANY, now) == (why, changes)


@pytest.mark.parametrize(
    ("now", "why", "changes"),
    [
        ("2026-12-25 10:00", "holiday christmas-day", "Mon 2026-12-28 08:00"),
        ("2026-12-26 10:00", "holiday boxing-day", "Mon 2026-12-28 08:00"),
        ("2026-12-31 11:59", "open", "Thu 2026-12-31 12:00"),
        ("2026-12-31 12:00", "eve new-years-eve", "Mon 2027-01-04 08:00"),
        ("2026-12-31 07:00", "hours", "Thu 2026-12-31 08:00"),
        ("2026-12-31 17:00", "hours", "Mon 2027-01-04 08:00"),
        ("2026-04-03 03:00", "holiday good-friday", "Tue 2026-04-07 08:00"),
        ("2026-06-19 10:00", "holiday midsummer-eve", "Mon 2026-06-22 08:00"),
    ],
)
def test_holidays_and_eves(now: str, why: str, changes: str) -> None:
    assert told(COMPANY, now) == (why, changes)


@pytest.mark.parametrize(
    ("now", "why", "changes"),
    [
        ("2026-12-24 09:30", "open", "Thu 2026-12-24 10:00"),
        ("2026-12-24 10:30", "exception", "Mon 2026-12-28 08:00"),
        ("2026-12-05 11:00", "open", "Sat 2026-12-05 14:00"),
        ("2026-12-06 11:00", "holiday independence-day", "Tue 2026-12-08 08:00"),
        ("2026-12-07 11:00", "exception", "Tue 2026-12-08 08:00"),
        ("2026-11-28 11:00", "open", "Sat 2026-11-28 12:00"),
        ("2026-11-28 13:00", "hours", "Mon 2026-11-30 08:00"),
        ("2026-12-31 13:00", "eve new-years-eve", "Mon 2027-01-04 08:00"),
    ],
)
def test_a_date_goes_before_an_eve_an_eve_before_a_holiday_a_holiday_before_the_week(
    now: str, why: str, changes: str
) -> None:
    assert told(COMPANY, now) == (why, changes)


def test_an_exception_tells_its_reason() -> None:
    assert opening(COMPANY, helsinki("2026-12-07 09:00")) == Opening(
        open=False, why="exception", reason=REASON, changes_at=utc("2026-12-08 06:00")
    )


def test_an_eve_that_the_company_does_not_name_is_a_day_like_any_other() -> None:
    assert told(COMPANY, "2026-04-02 15:00") == ("open", "Thu 2026-04-02 16:00")


def test_an_eve_that_is_named_goes_before_the_holiday_that_it_is() -> None:
    hours = schedule({**OFFICE, "eves": {"midsummer-eve": ["09:00-11:00"]}})

    assert told(hours, "2026-06-19 10:00") == ("open", "Fri 2026-06-19 11:00")


def test_holidays_that_are_not_mentioned_are_days_like_any_other() -> None:
    hours = schedule({"mon-fri": ["08:00-16:00"]})

    assert told(hours, "2026-12-25 10:00") == ("open", "Fri 2026-12-25 16:00")


def test_holidays_may_have_hours_of_their_own() -> None:
    hours = schedule({**OFFICE, "holidays": ["10:00-14:00"]})

    assert told(hours, "2026-12-25 09:00") == ("holiday christmas-day", "Fri 2026-12-25 10:00")
    assert told(hours, "2026-12-25 11:00") == ("open", "Fri 2026-12-25 14:00")


def test_weekends_are_closed_only_where_all_of_them_are() -> None:
    assert told(schedule({"mon-sat": ["06:00-12:00"]}), "2026-11-22 10:00") == (
        "hours",
        "Mon 2026-11-23 06:00",
    )


def test_aland_is_closed_on_its_own_day() -> None:
    hours = schedule({**OFFICE, "region": "AX"})

    assert told(hours, "2026-06-09 10:00") == ("holiday aland-day", "Wed 2026-06-10 08:00")


@pytest.mark.parametrize(
    ("now", "why", "changes"),
    [
        ("2026-11-23 21:59", "hours", "Mon 2026-11-23 22:00"),
        ("2026-11-23 22:00", "open", "Tue 2026-11-24 06:00"),
        ("2026-11-24 05:59", "open", "Tue 2026-11-24 06:00"),
        ("2026-11-27 05:00", "open", "Fri 2026-11-27 06:00"),
        ("2026-11-28 00:00", "weekend", "Mon 2026-11-30 22:00"),
        ("2026-12-31 23:00", "open", "Fri 2027-01-01 06:00"),
        ("2027-01-01 05:00", "open", "Fri 2027-01-01 06:00"),
        ("2027-01-01 23:00", "holiday new-years-day", "Mon 2027-01-04 22:00"),
        ("2027-01-06 05:00", "open", "Wed 2027-01-06 06:00"),
        ("2027-01-07 05:00", "hours", "Thu 2027-01-07 22:00"),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(now: str, why: str, changes: str) -> None:
    assert told(NIGHT, now) == (why, changes)


@pytest.mark.parametrize(
    ("window", "opens", "closes"),
    [
        ("22:00-06:00", "2026-03-28 20:00", "2026-03-29 03:00"),
        ("22:00-03:30", "2026-03-28 20:00", "2026-03-29 01:00"),
        ("22:00-06:00", "2026-10-24 19:00", "2026-10-25 04:00"),
        ("22:00-03:30", "2026-10-24 19:00", "2026-10-25 01:30"),
    ],
)
def test_a_night_in_which_the_clock_changes(window: str, opens: str, closes: str) -> None:
    hours, start, end = schedule({"sat": [window]}), utc(opens), utc(closes)
    minute = timedelta(minutes=1)

    assert opening(hours, start - minute) == Opening(open=False, why="hours", changes_at=start)
    assert opening(hours, start) == Opening(open=True, changes_at=end)
    assert opening(hours, end - minute) == Opening(open=True, changes_at=end)
    assert not opening(hours, end).open


def test_what_opens_at_an_hour_that_is_skipped_opens_then() -> None:
    hours = schedule({"sun": ["03:30-05:00"]})

    assert opening(hours, utc("2026-03-29 00:00")).changes_at == utc("2026-03-29 01:00")


def test_windows_that_touch_are_one() -> None:
    hours = schedule({"mon": ["08:00-12:00", "12:00-24:00"], "tue": ["00:00-03:00"]})

    assert told(hours, "2026-11-23 09:00") == ("open", "Tue 2026-11-24 03:00")


def test_always_open_never_changes() -> None:
    assert told(schedule("24h"), "2026-12-25 03:00") == ("open", "")
    assert told(schedule({"mon-sun": "24h", "holidays": ["00:00-24:00"]}), "2026-12-25 03:00") == (
        "open",
        "",
    )


def test_what_never_opens_or_too_far_ahead_does_not_change() -> None:
    hours = schedule(
        {"mon": [], "exceptions": [{"date": "2027-03-01", "windows": "24h", "reason": REASON}]}
    )

    assert told(hours, "2026-12-21 12:00") == ("hours", "")
    assert told(hours, "2027-01-04 12:00") == ("hours", "Mon 2027-03-01 00:00")


def test_an_unknown_schedule_is_open_because_a_person_is_needed() -> None:
    assert opening(None, helsinki("2026-11-22 03:00")) == Opening(open=True, why="unknown")


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        opening(COMPANY, datetime(2026, 1, 1))  # noqa: DTZ001 -- that is the point


WINDOWS = st.sampled_from(
    ["08:00-16:00", "22:00-06:00", "00:00-24:00", "16:00-00:00", "02:30-03:30", "20:00-02:00"]
)
SCHEDULES = st.fixed_dictionaries(
    {"mon-wed": st.lists(WINDOWS, max_size=1), "thu,sun": st.lists(WINDOWS, max_size=1)},
    optional={
        "holidays": st.lists(WINDOWS, max_size=1),
        "eves": st.dictionaries(
            st.sampled_from(["christmas-eve", "may-day-eve", "new-years-eve"]),
            st.lists(WINDOWS, max_size=1),
        ),
    },
).map(schedule)
INSTANTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    datetime(2028, 1, 1),  # noqa: DTZ001 -- likewise
    timezones=st.just(UTC),
).map(lambda instant: instant.replace(second=0, microsecond=0))


@given(SCHEDULES, INSTANTS)
def test_it_changes_when_it_says_and_not_before(hours: Schedule, now: datetime) -> None:
    found = opening(hours, now)
    until = found.changes_at or now + SEARCHED
    asked = [now + (until - now) * part / 7 for part in range(7)]

    assert {opening(hours, instant).open for instant in asked} == {found.open}
    assert found.changes_at is None or opening(hours, found.changes_at).open is not found.open


@given(SCHEDULES, INSTANTS)
def test_why_is_told_exactly_when_it_is_closed(hours: Schedule, now: datetime) -> None:
    found = opening(hours, now)

    assert bool(found.why) is not found.open
    assert bool(found.holiday) is (found.why in {"holiday", "eve"})
