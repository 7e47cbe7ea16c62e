"""What is new to somebody who calls again."""

from datetime import datetime, timedelta

import pytest

from flows.asks import HeardBefore
from flows.changed import CHANGED, KINDS, what_changed
from flows.wording import PASSED, TIMELESS, WITHOUT_TIME
from tests.flows.speech.reference import LIBRARY, helsinki

NOW = helsinki("2026-11-22 15:00")
SEVEN, EIGHT, TWO = (helsinki(f"2026-11-22 {clock}") for clock in ("19:00", "20:00", "14:00"))


def changed(
    before: str,
    told: datetime | None,
    state: str,
    at: datetime | None,
    service: str = "electricity",
) -> str | None:
    heard = HeardBefore("k", before, told)
    found = what_changed(heard, f"notice.{service}.{state}", at, NOW)
    return found.removeprefix("changed.") if found else None


@pytest.mark.parametrize(
    ("before", "told", "state", "at", "row"),
    [
        ("eta", SEVEN, "eta", SEVEN, "unchanged"),
        ("eta", SEVEN, "eta", SEVEN + timedelta(seconds=30), "unchanged"),
        ("eta", SEVEN, "eta", EIGHT, "later"),
        ("eta", EIGHT, "eta", SEVEN, "earlier"),
        ("overdue", TWO, "eta", SEVEN, "later"),
        ("no_eta", None, "eta", SEVEN, "first"),
        ("withdrawn", None, "eta", SEVEN, "first"),
        ("no_eta", None, "no_eta", None, "still_none"),
        ("withdrawn", None, "withdrawn", None, "still_none"),
        ("no_eta", None, "withdrawn", None, "still_none"),
        ("eta", SEVEN, "withdrawn", None, "withdrawn"),
        ("eta", TWO, "withdrawn", None, "overdue"),
        ("eta", TWO, "overdue", TWO, "overdue"),
        ("overdue", TWO, "overdue", TWO, "overdue"),
        ("reopened_eta", SEVEN, "eta", SEVEN, "unchanged"),
        ("reopened_none", None, "reopened_none", None, "still_none"),
        ("several_eta", SEVEN, "several_eta", EIGHT, "later"),
        ("major_none", None, "major_none", None, "still_none"),
        ("partial_eta", SEVEN, "partial_none", None, None),
    ],
)
def test_one_row_says_what_is_new(
    before: str, told: datetime | None, state: str, at: datetime | None, row: str | None
) -> None:
    assert changed(before, told, state, at) == (f"repair.{row}" if row else None)


@pytest.mark.parametrize(
    ("before", "told", "state", "at"),
    [
        ("eta", SEVEN, "restored", TWO),
        ("restored", TWO, "eta", SEVEN),
        ("eta", SEVEN, "reopened_eta", EIGHT),
        ("eta", SEVEN, "several_eta", EIGHT),
        ("eta", SEVEN, "major_eta", EIGHT),
        ("no_eta", None, "partial_none", None),
        ("no_eta", None, "stale", TWO),
        ("planned_now", SEVEN, "planned_now", SEVEN),
        ("no_eta", None, "overdue", TWO),
        ("several_mixed", SEVEN, "several_mixed", SEVEN),
    ],
)
def test_what_is_news_of_another_kind_is_read_whole(
    before: str, told: datetime | None, state: str, at: datetime | None
) -> None:
    assert changed(before, told, state, at) is None


def test_a_time_that_falls_silent_because_its_source_is_late_was_not_taken_back() -> None:
    assert changed("eta", SEVEN, "no_eta", None) is None


def test_who_calls_for_the_first_time_hears_it_whole() -> None:
    assert what_changed(None, "notice.electricity.eta", SEVEN, NOW) is None


@pytest.mark.parametrize(
    ("before", "told", "state", "at", "row"),
    [
        ("eta", SEVEN, "eta", EIGHT, "delivery.later"),
        ("no_eta", None, "no_eta", None, "delivery.still_none"),
        ("eta", TWO, "overdue", TWO, None),
    ],
)
def test_papers_have_rows_of_their_own(
    before: str, told: datetime | None, state: str, at: datetime | None, row: str | None
) -> None:
    assert changed(before, told, state, at, "newspaper") == row


def test_mail_moves_by_days() -> None:
    assert changed("eta", SEVEN, "eta", EIGHT, "mail") == "delivery.unchanged"
    tomorrow = SEVEN + timedelta(days=1)
    assert changed("eta", SEVEN, "eta", tomorrow, "mail") == "delivery.later"


def test_every_row_is_a_prompt_and_every_kind_a_state() -> None:
    assert set(CHANGED) <= LIBRARY.keys()
    known = TIMELESS | WITHOUT_TIME.keys() | PASSED.keys()
    assert KINDS.keys() <= known
