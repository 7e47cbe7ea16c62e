"""Public holidays and eves, by our own names."""

import os
import subprocess
import sys
from datetime import date, timedelta
from typing import get_args

import pytest

from routing.eves import EVES, eves_on
from routing.holiday import SLUGS, Region, holidays_on, load_holidays
from routing.hours import Eve

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        ("2026-01-01", "new-years-day"),
        ("2026-01-06", "epiphany"),
        ("2026-04-03", "good-friday"),
        ("2026-04-05", "easter-sunday"),
        ("2026-04-06", "easter-monday"),
        ("2026-05-01", "may-day"),
        ("2026-05-14", "ascension-day"),
        ("2026-05-24", "whit-sunday"),
        ("2026-06-19", "midsummer-eve"),
        ("2026-06-20", "midsummer-day"),
        ("2026-10-31", "all-saints-day"),
        ("2026-12-06", "independence-day"),
        ("2026-12-24", "christmas-eve"),
        ("2026-12-25", "christmas-day"),
        ("2026-12-26", "boxing-day"),
    ],
)
def test_the_holidays_of_2026(day: str, slug: str) -> None:
    assert holidays_on(date.fromisoformat(day)) == (slug,)


def test_an_ordinary_day_is_none_and_2026_has_fifteen() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    assert holidays_on(date(2026, 12, 7)) == ()
    assert len([day for day in days if holidays_on(day)]) == 15


@pytest.mark.parametrize(("region", "holidays"), [("FI", ()), ("AX", ("aland-day",))])
def test_aland_has_a_day_of_its_own(region: Region, holidays: tuple[str, ...]) -> None:
    assert holidays_on(date(2026, 6, 9), region) == holidays


def test_two_holidays_may_fall_on_one_day() -> None:
    assert sorted(holidays_on(date(2008, 5, 1))) == ["ascension-day", "may-day"]
    assert sorted(eves_on(date(2008, 4, 30))) == ["ascension-eve", "may-day-eve"]


def test_every_holiday_of_seventy_years_has_a_name() -> None:
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

    assert {slug for day in days for slug in holidays_on(day, "AX")} == set(SLUGS.values())


@pytest.mark.parametrize(
    ("day", "eve"),
    [
        ("2026-12-31", "new-years-eve"),
        ("2026-01-05", "epiphany-eve"),
        ("2026-04-02", "maundy-thursday"),
        ("2026-04-04", "easter-saturday"),
        ("2026-04-30", "may-day-eve"),
        ("2026-05-13", "ascension-eve"),
        ("2026-06-19", "midsummer-eve"),
        ("2026-10-30", "all-saints-eve"),
        ("2026-12-05", "independence-eve"),
        ("2026-12-24", "christmas-eve"),
    ],
)
def test_the_eves_of_2026(day: str, eve: str) -> None:
    assert eves_on(date.fromisoformat(day)) == (eve,)


def test_every_eve_that_can_be_configured_comes_once_a_year() -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    found = [eve for day in days for eve in eves_on(day)]

    assert sorted(found) == sorted(get_args(Eve)) == sorted(EVES.values())


@pytest.mark.parametrize("language", ["C.UTF-8", "sv_FI.UTF-8"])
def test_names_do_not_depend_on_the_language_of_the_machine(language: str) -> None:
    code = "from datetime import date; from routing.holiday import holidays_on as on;"
    code += "print(*on(date(2026, 12, 6)))"
    done = subprocess.run(  # noqa: S603 -- our own interpreter and words
        [sys.executable, "-c", code],
        env={**os.environ, "LANG": language, "LC_ALL": language, "LANGUAGE": language},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "independence-day\n"


def test_what_was_loaded_is_not_computed_again() -> None:
    load_holidays(2031)

    assert holidays_on(date(2031, 1, 1)) is holidays_on(date(2031, 1, 1))
