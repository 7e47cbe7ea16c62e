"""What the calls that we made tell: in any order, more than once, or never."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import update

from flows.asks import Outcome, TellAttempt
from ivr.callbacks.attempts import place
from ivr.callbacks.calls_made import CallsMade
from ivr.callbacks.records import Attempt, Callback
from ivr.callbacks.ringing import ring_all
from ivr.callbacks.settling import close_attempt
from ivr.calls.ports import Report
from ivr.clock import StoppedClock
from ivr.db.tables.callbacks import attempts, callbacks
from ivr.legs.store import accept
from ivr.messages.records import every_message
from routing.configuration import Configuration
from tests.ivr.callbacks.conftest import MONDAY_MORNING
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import LINE

SID = "CA" + "1" * 32
WAIT_FOR_BUSY = timedelta(minutes=5)


def ringing(office: Office) -> tuple[Callback, Attempt]:
    """A callback that rings now, its call still in the hands of the test."""
    kept = office.books()
    office.exchange.telephones[MATTI] = "hand"
    ring_all(office.ringer)
    office.exchange.plant.agenda.clear()
    (attempt,) = office.attempts(kept)
    with office.engine.begin() as connection:
        connection.execute(update(attempts).values(call_sid=SID))
    return kept, attempt


def tells(office: Office, attempt: Attempt, status: str, call_sid: str = SID) -> None:
    """Have Twilio tell a status."""
    CallsMade(office.engine).reported(Report(attempt.id, call_sid, status, office.now))


def says(office: Office, attempt: Attempt, said: TellAttempt) -> Outcome:
    """Have the customer press a key."""
    return office.asks(said, call_sid=SID, attempt=attempt.id)


@pytest.mark.parametrize(
    ("status", "reason", "counted"),
    [
        ("busy", "busy", 1),
        ("no-answer", "no_answer", 1),
        ("failed", "failed", 1),
        ("completed", "no_key", 1),
        ("canceled", "our_error", 0),
    ],
)
def test_a_call_without_our_key_is_tried_again(
    morning: Office, status: str, reason: str, counted: int
) -> None:
    kept, attempt = ringing(morning)
    tells(morning, attempt, status)
    now = morning.again(kept)
    assert (now.state, now.reason, now.counted) == ("waiting_retry", reason, counted)
    assert now.due_at > morning.now


def test_the_last_attempt_ends_it(morning: Office, clock: StoppedClock) -> None:
    morning.exchange.telephones[MATTI] = "busy"
    kept = morning.books()
    for _ in range(5):
        morning.rings()
        clock.at += WAIT_FOR_BUSY
    assert morning.again(kept).state == "unreachable"
    with morning.engine.connect() as connection:
        assert [(one.number, one.state) for one in every_message(connection)] == [(MATTI, "due")]
    assert [one.reason for one in morning.attempts(kept)] == ["busy"] * 3
    assert morning.way(kept) == [
        "requested",
        *["due", "ringing", "waiting_retry"] * 2,
        "due",
        "ringing",
        "unreachable",
    ]


def test_a_retry_after_closing_waits_until_we_open(morning: Office, clock: StoppedClock) -> None:
    clock.at = MONDAY_MORNING.replace(hour=15, minute=58)
    kept, attempt = ringing(morning)
    tells(morning, attempt, "busy")
    assert morning.again(kept).due_at == MONDAY_MORNING.replace(minute=0) + timedelta(days=1)


@pytest.mark.parametrize(
    "order",
    list(permutations(["initiated", "ringing", "busy"])),
    ids=" ".join,
)
def test_statuses_in_any_order_and_twice_end_the_same(
    morning: Office, order: tuple[str, ...]
) -> None:
    kept, attempt = ringing(morning)
    for status in order * 2:
        tells(morning, attempt, status)
    assert morning.way(kept) == ["requested", "due", "ringing", "waiting_retry"]
    assert morning.again(kept).counted == 1


def test_another_call_than_the_attempts_own_is_not_heard(morning: Office) -> None:
    kept, attempt = ringing(morning)
    tells(morning, attempt, "busy", call_sid="CA" + "2" * 32)
    assert morning.again(kept).state == "ringing"


def test_the_key_connects_and_a_person_makes_it_done(morning: Office) -> None:
    kept, attempt = ringing(morning)
    assert says(morning, attempt, TellAttempt("connected")) == Outcome("done")
    assert morning.again(kept).state == "connected"
    CallsMade(morning.engine).spoke(SID, MATTI, LINE, morning.now)
    tells(morning, attempt, "completed")
    assert morning.way(kept)[-2:] == ["connected", "done"]


def test_nobody_of_ours_is_no_fault_of_the_customer(morning: Office) -> None:
    kept, attempt = ringing(morning)
    says(morning, attempt, TellAttempt("connected"))
    tells(morning, attempt, "completed")
    now = morning.again(kept)
    assert (now.state, now.reason, now.counted) == ("waiting_retry", "nobody", 0)


def test_our_key_alone_does_not_make_it_done(morning: Office) -> None:
    kept, attempt = ringing(morning)
    says(morning, attempt, TellAttempt("connected"))
    accept(morning.engine, SID, "CAleg", "service-fi", morning.now)
    CallsMade(morning.engine).took(SID, MATTI, LINE, morning.now)
    tells(morning, attempt, "completed")
    assert morning.again(kept).state == "connected"
    with morning.engine.begin() as connection:
        assert close_attempt(connection, attempt, "no_key", Configuration(), morning.now)
    now = morning.again(kept)
    assert (now.state, now.reason, now.counted) == ("waiting_retry", "cut_off", 0)


def test_where_nobody_told_that_they_spoke_twilio_is_asked(morning: Office) -> None:
    kept = morning.books()
    morning.rings()
    (attempt,) = morning.attempts(kept)
    with morning.engine.begin() as connection:  # as if the end of their talk had been lost
        connection.execute(
            update(attempts).values(spoke_at=None, state="placed", rank=4, ended_at=None)
        )
        connection.execute(update(callbacks).values(state="connected"))
    morning.looks()
    assert morning.again(kept).state == "done"
    assert morning.attempts(kept)[0].reason == "spoke"
    assert attempt.call_sid is not None


def test_told_late_that_they_spoke_nobody_is_rung_again(
    morning: Office, clock: StoppedClock
) -> None:
    kept, attempt = ringing(morning)
    says(morning, attempt, TellAttempt("connected"))
    tells(morning, attempt, "completed")
    CallsMade(morning.engine).spoke(SID, MATTI, LINE, morning.now)
    clock.at += timedelta(hours=3)
    assert morning.rings() == 0
    assert morning.again(kept).state == "served_otherwise"


def test_a_person_without_our_key_noted_is_done_all_the_same(morning: Office) -> None:
    kept, attempt = ringing(morning)
    CallsMade(morning.engine).spoke(SID, MATTI, LINE, morning.now)
    tells(morning, attempt, "completed")
    assert morning.way(kept)[-3:] == ["ringing", "connected", "done"]


def test_later_is_later_and_not_while_they_hold_the_telephone(
    morning: Office, clock: StoppedClock
) -> None:
    kept, attempt = ringing(morning)
    assert says(morning, attempt, TellAttempt("later")) == Outcome("done")
    now = morning.again(kept)
    assert (now.state, now.reason, now.counted) == ("waiting_retry", "later", 0)
    clock.at = now.due_at
    assert morning.rings() == 0
    tells(morning, attempt, "completed")
    assert morning.rings() == 1
    assert morning.attempts(kept)[0].reason == "later"


def test_who_did_not_ask_is_never_rung_again(morning: Office, clock: StoppedClock) -> None:
    kept, attempt = ringing(morning)
    assert says(morning, attempt, TellAttempt("not_me")) == Outcome("done")
    tells(morning, attempt, "completed")
    clock.at += timedelta(days=1)
    assert morning.rings() == 0
    assert (morning.again(kept).state, morning.again(kept).reason) == (
        "cancelled_by_caller",
        "not_me",
    )


@pytest.mark.parametrize("said", [TellAttempt("connected"), TellAttempt("later")])
def test_a_call_that_is_not_the_live_attempt_is_told_nothing(
    morning: Office, said: TellAttempt
) -> None:
    kept, attempt = ringing(morning)
    tells(morning, attempt, "busy")
    assert says(morning, attempt, said) == Outcome("refused")
    assert morning.again(kept).state == "waiting_retry"


def test_a_second_call_for_an_attempt_is_not_answered(morning: Office) -> None:
    _, attempt = ringing(morning)
    made = CallsMade(morning.engine)
    first = made.answered(attempt.id, SID, morning.now)
    assert first is not None
    assert (first.number, first.line, first.language) == (MATTI, LINE, "fi")
    assert made.answered(attempt.id, "CA" + "2" * 32, morning.now) is None
    assert made.answered(attempt.id, SID, morning.now + timedelta(seconds=9)) == first


def test_an_attempt_that_has_ended_is_not_answered(morning: Office) -> None:
    _, attempt = ringing(morning)
    tells(morning, attempt, "no-answer")
    assert CallsMade(morning.engine).answered(attempt.id, SID, morning.now) is None


def test_its_webhook_may_come_in_the_instant_in_which_twilio_tells_us_of_the_call(
    morning: Office,
) -> None:
    _, attempt = ringing(morning)
    read_before = replace(attempt, state="intent", call_sid=None)
    with morning.engine.begin() as connection:
        assert place(connection, read_before, SID, morning.now)
        assert not place(connection, read_before, "CA" + "2" * 32, morning.now)


def test_an_unknown_attempt_is_not_answered(morning: Office) -> None:
    assert CallsMade(morning.engine).answered("nobody", SID, morning.now) is None
