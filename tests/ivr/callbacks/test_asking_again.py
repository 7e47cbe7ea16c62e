"""Whoever has asked for a callback and calls again: told, cancelled, led to another number."""

from datetime import timedelta

from flows.asks import BookCallback, ChangeCallback, FindCallback, Outcome
from ivr.clock import StoppedClock
from routing.callback import State
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FAULT_LINE

OTHER = "+358401110009"
AT_EIGHT = {"when": "open", "opens_at": "2026-11-23T08:00:00+02:00", "tries": "3"}


def test_nobody_has_asked(office: Office) -> None:
    assert office.asks(FindCallback()) == Outcome("done")
    assert office.asks(FindCallback(), number="") == Outcome("done")


def test_the_open_callback_is_told(office: Office) -> None:
    office.books()
    assert office.asks(FindCallback()).value == {"number": MATTI}
    assert office.asks(FindCallback(), line=FAULT_LINE) == Outcome("done")


def test_who_asked_for_another_number_finds_it(office: Office) -> None:
    office.asks(BookCallback(OTHER, "any"))
    assert office.asks(FindCallback()).value == {"number": OTHER}
    assert office.asks(FindCallback(), number=OTHER).value == {"number": OTHER}


def test_the_caller_cancels_it(office: Office) -> None:
    kept = office.books()
    assert office.asks(ChangeCallback()) == Outcome("done")
    assert office.way(kept) == ["requested", "cancelled_by_caller"]
    assert office.asks(ChangeCallback()) == Outcome("refused")


def test_another_number_keeps_the_place(office: Office) -> None:
    kept = office.books()
    assert office.asks(ChangeCallback(OTHER)) == Outcome("done")
    now = office.again(kept)
    assert (now.number, now.requested_at) == (OTHER, kept.requested_at)


def test_another_number_is_written_down_and_has_all_the_tries(morning: Office) -> None:
    morning.exchange.telephones[MATTI] = "no-answer"
    kept = morning.books()
    morning.rings()
    assert morning.again(kept).counted == 1
    assert morning.asks(ChangeCallback(OTHER)) == Outcome("done")
    now = morning.again(kept)
    assert (now.number, now.state, now.counted, now.tried_at) == (OTHER, "waiting_retry", 0, None)
    assert morning.events(kept)[-1] == ("waiting_retry", "waiting_retry", "another number given")
    assert morning.rings() == 1  # at once: that we should wait was for the other telephone
    assert morning.rung() == [MATTI, OTHER]


def test_a_number_that_rings_while_another_is_given_uses_none_of_its_tries(
    morning: Office,
) -> None:
    morning.exchange.telephones[MATTI] = "hand"
    kept = morning.books()
    morning.rings()
    morning.asks(ChangeCallback(OTHER))
    (leg,) = morning.exchange.calls
    morning.exchange.refuse(leg)
    now = morning.again(kept)
    assert (now.number, now.state, now.counted) == (OTHER, "waiting_retry", 0)


def test_asking_for_another_number_leaves_one_callback_to_that_number(office: Office) -> None:
    kept = office.books()
    assert office.asks(BookCallback(OTHER, "any")) == Outcome("done", value=AT_EIGHT)
    assert [(one.id, one.number) for one in office.all()] == [(kept.id, OTHER)]


def test_withheld_callers_are_never_the_same_person(office: Office) -> None:
    for number in ("+358401110001", "+358401110006"):
        asked = office.asks(BookCallback(number, "any"), "", call_sid=f"CA{number}")
        assert asked.status == "done"
    assert {one.number for one in office.all()} == {"+358401110001", "+358401110006"}
    assert office.asks(FindCallback(), "").value == {}
    assert office.asks(ChangeCallback(""), "", turn=9).status == "refused"
    assert {one.state for one in office.all()} == {"requested"}


def test_two_callers_may_wait_for_calls_to_two_numbers(office: Office) -> None:
    office.books()
    office.books(OTHER)
    assert {one.number for one in office.all()} == {MATTI, OTHER}


def test_another_number_with_a_callback_of_its_own_becomes_one(
    office: Office, clock: StoppedClock
) -> None:
    first = office.books()
    clock.at += timedelta(minutes=10)
    theirs = office.books(OTHER)
    assert office.asks(ChangeCallback(OTHER)).status == "done"
    assert office.again(first).state == State.SERVED_OTHERWISE
    assert office.again(theirs).requested_at == first.requested_at


def test_a_number_that_may_not_be_rung_changes_nothing(office: Office) -> None:
    kept = office.books()
    assert office.asks(ChangeCallback("0600123123")).status == "refused"
    assert office.again(kept).number == MATTI
