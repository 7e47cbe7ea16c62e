"""First-contact resolution and repeat calls, from calls alone."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ivr.clock import HELSINKI
from ivr.figures.resolution import AfterNotice, Contact, Resolution, after_notices, first_contacts

MONDAY = date(2026, 11, 2)
AT = datetime(2026, 11, 3, 12, 0, tzinfo=HELSINKI)
NOW = AT + timedelta(days=14)
PLACE = ("service", MONDAY)
HELPED = Contact("matti", "service", AT, spoke=True, solved=True)
DAY = timedelta(days=1)


def calls(after: timedelta, *, line: str = "service", person: str = "matti") -> Contact:
    """A later call, in which nobody spoke."""
    return Contact(person, line, AT + after)


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([HELPED], Resolution(resolved=1)),
        ([HELPED, calls(7 * DAY)], Resolution(not_resolved=1)),
        ([HELPED, calls(7 * DAY + timedelta(seconds=1))], Resolution(resolved=1)),
        ([HELPED, calls(DAY, line="faults")], Resolution(resolved=1)),
        ([HELPED, calls(DAY, person="anna")], Resolution(resolved=1)),
        ([replace(HELPED, solved=False)], Resolution(not_resolved=1)),
        ([replace(HELPED, solved=None)], Resolution(unknown=1)),
        ([replace(HELPED, spoke=False)], None),
    ],
)
def test_solved_is_what_the_agent_wrote_and_the_caller_did_not_refute(
    contacts: list[Contact], expected: Resolution | None
) -> None:
    assert first_contacts(contacts, NOW).get(PLACE) == expected


def test_before_seven_days_have_passed_nothing_is_said_to_be_solved() -> None:
    found = first_contacts([HELPED], AT + 7 * DAY - timedelta(seconds=1))
    assert found == {PLACE: Resolution(too_early=1)}
    assert first_contacts([HELPED], AT + 7 * DAY) == {PLACE: Resolution(resolved=1)}


def test_whoever_calls_again_too_early_is_known_not_to_be_helped() -> None:
    found = first_contacts([HELPED, calls(DAY)], AT + 2 * DAY)
    assert found == {PLACE: Resolution(not_resolved=1)}


def test_a_second_conversation_within_the_week_is_no_first_contact() -> None:
    again = replace(HELPED, at=AT + DAY)
    later = replace(HELPED, at=AT + 10 * DAY)
    found = first_contacts([again, later, HELPED], AT + 30 * DAY)
    assert found == {
        PLACE: Resolution(not_resolved=1),
        ("service", date(2026, 11, 9)): Resolution(resolved=1),
    }


def test_withheld_callers_are_never_the_same_person_and_never_judged() -> None:
    withheld = replace(HELPED, person="", notice=True)
    found = first_contacts([withheld, replace(withheld, at=AT + DAY)], NOW)
    assert found == {PLACE: Resolution(unknown=2)}
    assert after_notices([withheld, replace(withheld, at=AT + DAY)], NOW) == {}


def test_the_share_is_of_those_that_could_be_judged() -> None:
    assert Resolution(3, 1, 5, 7).share == 0.75
    assert Resolution(0, 0, 5, 7).share is None


def test_a_repeat_after_a_notice_is_a_call_to_the_line_within_a_day() -> None:
    heard = Contact("matti", "service", AT, notice=True)
    assert after_notices([heard], NOW) == {PLACE: AfterNotice(1, 0)}
    assert after_notices([heard, calls(DAY)], NOW) == {PLACE: AfterNotice(1, 1)}
    assert after_notices([heard, calls(DAY + timedelta(seconds=1))], NOW)[PLACE].again == 0
    assert after_notices([heard, calls(DAY, line="faults")], NOW)[PLACE].again == 0
    assert after_notices([heard], AT + timedelta(hours=23)) == {}


def test_a_week_begins_on_monday_in_helsinki() -> None:
    sunday_night = datetime(2026, 11, 8, 23, 59, tzinfo=HELSINKI)
    found = first_contacts(
        [replace(HELPED, at=sunday_night), replace(HELPED, person="anna", at=sunday_night + DAY)],
        sunday_night + 30 * DAY,
    )
    assert sorted(found) == [PLACE, ("service", date(2026, 11, 9))]
