"""Hours as they are written."""

from datetime import date

import pytest
from pydantic import ValidationError

from routing.hours import ALL_DAY, Schedule, Window, read_days, read_window
from routing.problems import problems_of

NINE_TO_FIVE = Window(9 * 60, 17 * 60)
REASON = {"fi": "koulutus"}


def problems(value: object) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Schedule.model_validate(value)
    return [str(problem) for problem in problems_of(caught.value)]


@pytest.mark.parametrize(
    ("text", "window", "crosses"),
    [
        ("08:00-16:00", Window(480, 960), False),
        ("22:00-06:00", Window(1320, 360), True),
        ("22:00-00:00", Window(1320, 1440), False),
        ("00:00-24:00", ALL_DAY, False),
        ("24h", ALL_DAY, False),
    ],
)
def test_a_window_may_pass_midnight(text: str, window: Window, crosses: bool) -> None:
    read = read_window(text)
    assert (read, read.crosses_midnight) == (window, crosses)


@pytest.mark.parametrize(
    "text",
    ["8-16", "08:00", "08:00-08:00", "00:00-00:00", "25:00-26:00", "24:00-08:00", "8:60-9:00"],
)
def test_what_is_not_a_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(must|begins)"):
        read_window(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("fri-mon", (4, 5, 6, 0)),
        ("mon,wed, fri-sat", (0, 2, 4, 5)),
        ("mon-sun", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_days_are_named_alone_in_ranges_and_in_lists(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


def test_a_whole_schedule() -> None:
    read = Schedule.model_validate(
        {
            "mon-thu": ["12:30-17:00", "09:00-12:00"],
            "fri": "09:00-17:00",
            "holidays": "closed",
            "eves": {"christmas-eve": "closed", "midsummer-eve": ["09:00-17:00"]},
            "exceptions": [{"date": "2026-12-07", "windows": [], "reason": REASON}],
        }
    )
    thursday = (Window(540, 720), Window(750, 1020))
    assert read.week == (thursday,) * 4 + ((NINE_TO_FIVE,), (), ())
    assert read.holidays == ()
    assert read.eves == {"christmas-eve": (), "midsummer-eve": (NINE_TO_FIVE,)}
    assert [(day.date, day.windows) for day in read.exceptions] == [(date(2026, 12, 7), ())]


def test_always_open_is_one_word() -> None:
    read = Schedule.model_validate("24h")
    assert (read.week, read.holidays) == (((ALL_DAY,),) * 7, None)


def test_everything_that_is_wrong_is_said_with_its_place() -> None:
    assert problems(
        {
            "mon-fri": ["8-16"],
            "holidays": ["08:00-16:00", "15:00-17:00"],
            "eves": {"tuesday-eve": "closed"},
            "exceptions": [{"date": "soon", "windows": "closed"}],
        }
    ) == [
        "holidays: has windows that overlap",
        (
            "eves.tuesday-eve: must be new-years-eve, epiphany-eve, maundy-thursday, "
            "easter-saturday, may-day-eve, ascension-eve, midsummer-eve, all-saints-eve, "
            "independence-eve or christmas-eve"
        ),
        "exceptions[0].date: must be a date such as 2026-12-07",
        "exceptions[0].reason: is missing",
        "mon-fri[0]: must be a window such as 08:00-16:00, or 24h",
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"monday": "24h"}, "monday is not a day such as mon, mon-fri or mon,wed,fri"),
        ({"mon-fri": "24h", "fri": "24h"}, "names the same day twice"),
        ({"holidays": "closed"}, "names no day, such as mon-fri"),
        (
            {
                "mon": "24h",
                "exceptions": [{"date": "2026-12-07", "windows": [], "reason": REASON}] * 2,
            },
            "names the same day twice",
        ),
        ("", "must be a map"),
    ],
)
def test_a_day_is_named_once_and_known(value: object, said: str) -> None:
    assert problems(value) == [said]
