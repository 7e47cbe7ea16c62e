"""When we ring again."""

from datetime import timedelta
from functools import partial
from typing import get_args

import pytest

from routing.callback import State
from routing.hours import ALWAYS, Schedule, read_window
from routing.opening import opening
from routing.policies import Callbacks
from routing.retry import WAITS, Result, counts, due_at, retry_after, state_after
from tests.routing.moments import OFFICE, helsinki, schedule, shown

THREE = Callbacks()
QUIET = read_window("21:00-08:00")
RESULTS: tuple[Result, ...] = get_args(Result)


def test_busy_is_tried_soon_no_answer_later_and_voicemail_later_still() -> None:
    busy, no_answer, voicemail = (
        retry_after(result, 1, THREE) for result in ("busy", "no_answer", "voicemail")
    )

    assert busy is not None
    assert no_answer is not None
    assert voicemail is not None
    assert timedelta(0) < busy < no_answer < voicemail


@pytest.mark.parametrize("result", ["our_error", "cut_off", "not_placed"])
def test_what_was_our_fault_is_put_right_before_anything_else(result: Result) -> None:
    assert (
        WAITS[result]
        <= WAITS["our_error"]
        < min(wait for other, wait in WAITS.items() if counts(other))
    )


@pytest.mark.parametrize(
    ("result", "counted"),
    [
        ("busy", True),
        ("no_answer", True),
        ("no_key", True),
        ("voicemail", True),
        ("failed", True),
        ("later", False),
        ("our_error", False),
        ("nobody", False),
        ("cut_off", False),
        ("not_placed", False),
    ],
)
def test_only_what_the_customer_missed_is_an_attempt(result: Result, counted: bool) -> None:
    assert counts(result) is counted


@pytest.mark.parametrize("result", RESULTS)
def test_the_last_attempt_ends_it_if_it_counts(result: Result) -> None:
    assert retry_after(result, 2, THREE) == WAITS[result]
    assert retry_after(result, 3, THREE) == (None if counts(result) else WAITS[result])
    assert state_after(result, 2, THREE) is State.WAITING_RETRY
    assert state_after(result, 3, THREE) is (
        State.UNREACHABLE if counts(result) else State.WAITING_RETRY
    )


@pytest.mark.parametrize(
    ("result", "minutes"),
    [
        ("nobody", [5, 10, 20, 40, 80, 120, 120]),
        ("cut_off", [1, 2, 4, 8, 16, 30, 30]),
        ("our_error", [1, 2, 4, 8, 16, 30, 30]),
        ("not_placed", [0, 1, 2, 4, 8, 16, 30]),
        ("later", [60, 120, 240, 480, 960, 1440, 1440]),
    ],
)
def test_what_counts_for_nobody_never_ends_and_is_tried_less_and_less(
    result: Result, minutes: list[int]
) -> None:
    waits = [retry_after(result, 0, THREE, before) for before in range(len(minutes))]
    assert waits == [timedelta(minutes=each) for each in minutes]
    assert retry_after(result, 0, THREE, 1000) == timedelta(minutes=minutes[-1])


def test_one_attempt_is_one() -> None:
    assert retry_after("busy", 1, Callbacks(attempts=1)) is None


@pytest.mark.parametrize(
    ("hours", "not_before", "due"),
    [
        (schedule(OFFICE), "2026-11-23 10:05", "Mon 2026-11-23 10:05"),
        (schedule(OFFICE), "2026-11-20 16:05", "Mon 2026-11-23 08:00"),
        (schedule(OFFICE), "2026-12-24 16:05", "Mon 2026-12-28 08:00"),
        (ALWAYS, "2026-11-23 21:30", "Tue 2026-11-24 08:00"),
        (schedule({"mon": []}), "2026-11-23 10:05", ""),
    ],
)
def test_a_callback_is_due_when_we_are_there_and_it_is_not_quiet(
    hours: Schedule, not_before: str, due: str
) -> None:
    assert shown(due_at(partial(opening, hours), QUIET, helsinki(not_before))) == due


def test_an_urgent_line_rings_in_the_night() -> None:
    night = helsinki("2026-11-23 02:00")

    assert due_at(partial(opening, ALWAYS), None, night) == night
