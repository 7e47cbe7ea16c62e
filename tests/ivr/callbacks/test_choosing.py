"""A caller who was promised a callback chooses another time; the promise never hangs on it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from flows.asks import BookCallback, ChooseTime, FindCallback, Outcome
from ivr.callbacks.hanging_up import hung_up
from ivr.callbacks.ledger import Change, change
from ivr.clock import StoppedClock
from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.dispatch import waiting
from ivr.dispatch.people import Joining, join
from ivr.lines.store import apply
from routing.callback import State
from tests.ivr.callbacks.conftest import MONDAY_MORNING
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FAULT_LINE, LINE

BOOK = BookCallback(MATTI, "any", times=True)
TEN = MONDAY_MORNING.replace(hour=10, minute=0)
TUESDAY = TEN.replace(day=24, hour=8)


def times_of(outcome: Outcome) -> list[datetime]:
    starts = [pair.split("-")[0] for pair in outcome.value["times"].split()]
    return [datetime.fromtimestamp(int(start), TEN.tzinfo) for start in starts]


def choice(outcome: Outcome, start: datetime) -> ChooseTime:
    at = int(start.timestamp())
    return ChooseTime(outcome.value["id"], at, at + 7200)


def test_the_receipt_names_the_times_and_the_promise_is_as_ever(morning: Office) -> None:
    booked = morning.asks(BOOK)
    assert (booked.status, booked.value["when"], booked.value["tries"]) == ("done", "today", "3")
    assert times_of(booked) == [TEN, TUESDAY, TUESDAY.replace(day=25)]


def test_while_they_may_choose_nobody_rings_them_but_soon_after(
    morning: Office, clock: StoppedClock
) -> None:
    morning.asks(BOOK)
    assert morning.rings() == 0
    clock.at += timedelta(seconds=61)
    assert morning.rings() == 1


def test_whoever_hangs_up_while_they_might_choose_may_be_rung_at_once(morning: Office) -> None:
    booked = morning.asks(BOOK, call_sid="CA1")
    morning.asks(FindCallback(), call_sid="CA1", turn=4)
    hung_up(morning.house.services, "CA2", morning.now)
    assert morning.rings() == 0
    told = {"CallSid": "CA1", "CallStatus": "completed", "From": MATTI, "To": LINE}
    assert morning.house.post("/voice/status", **told).status_code == 204
    assert morning.rings() == 1
    assert booked.value["when"] == "today"


def test_hanging_up_frees_nothing_that_is_held_for_something_that_lasts(morning: Office) -> None:
    booked = morning.asks(BOOK, call_sid="CA1")
    lasting = update(callbacks).values(held_until=morning.now + timedelta(hours=1))
    with morning.engine.begin() as connection:
        connection.execute(lasting.where(callbacks.c.id == booked.value["id"]))
    hung_up(morning.house.services, "CA1", morning.now)
    assert morning.rings() == 0


def test_whoever_keeps_what_was_promised_may_be_rung_at_once(morning: Office) -> None:
    booked = morning.asks(BOOK)
    assert morning.asks(ChooseTime(booked.value["id"]), turn=4) == Outcome("done")
    assert morning.rings() == 1


def test_who_has_chosen_is_rung_then_and_not_before(morning: Office, clock: StoppedClock) -> None:
    booked = morning.asks(BOOK)
    assert morning.asks(choice(booked, TUESDAY), turn=4) == Outcome("done")
    clock.at = TUESDAY - timedelta(seconds=1)
    assert morning.rings() == 0
    clock.at = TUESDAY
    assert morning.rings() == 1
    (kept,) = morning.all()
    assert kept.requested_at == MONDAY_MORNING


def test_the_same_key_twice_moves_it_once(morning: Office) -> None:
    booked = morning.asks(BOOK)
    first = morning.asks(choice(booked, TUESDAY), call_sid="CA1", turn=4)
    assert morning.asks(choice(booked, TUESDAY), call_sid="CA1", turn=4) == first
    (kept,) = morning.all()
    assert morning.way(kept) == ["requested", "due"]


def test_another_choice_in_another_call_is_the_one_that_holds(morning: Office) -> None:
    booked = morning.asks(BOOK)
    morning.asks(choice(booked, TUESDAY), turn=4)
    assert morning.asks(choice(booked, TEN), turn=5) == Outcome("done")
    assert morning.all()[0].due_at == TEN


def test_a_new_configuration_leaves_the_time_that_was_chosen(
    morning: Office, clock: StoppedClock
) -> None:
    booked = morning.asks(BOOK)
    morning.asks(choice(booked, TUESDAY), turn=4)
    apply(morning.engine, {"callbacks": {"attempts": 2}})
    clock.at += timedelta(hours=1)
    assert morning.rings() == 0
    assert morning.all()[0].due_at == TUESDAY


def test_a_time_at_which_nobody_is_there_any_more_is_refused(morning: Office) -> None:
    booked = morning.asks(BOOK)
    hours = {"office": {"mon-fri": ["08:00-09:00"]}, "delivery": "24h", "always": "24h"}
    apply(morning.engine, {"hours": hours})
    assert morning.asks(choice(booked, TUESDAY), turn=4) == Outcome("refused")
    assert morning.asks(choice(booked, TEN.replace(day=22)), turn=5) == Outcome("refused")


@pytest.mark.parametrize("state", [State.RINGING, State.CANCELLED_BY_CALLER])
def test_what_rings_or_has_ended_cannot_be_moved(morning: Office, state: State) -> None:
    booked = morning.asks(BOOK)
    with morning.engine.begin() as connection:
        connection.execute(update(callbacks).values(state="due"))
    (due,) = morning.all()
    with morning.engine.begin() as connection:
        change(connection, due, Change(state, "as the test says", morning.now))
    assert morning.asks(choice(booked, TUESDAY), turn=4) == Outcome("refused")
    assert morning.all()[0].state == state


def test_nobody_moves_what_is_not_of_their_line_or_does_not_exist(morning: Office) -> None:
    booked = morning.asks(BOOK)
    assert morning.asks(choice(booked, TUESDAY), line=FAULT_LINE).status == "refused"
    assert morning.asks(ChooseTime("none", 1, 2)).status == "refused"


@pytest.mark.parametrize(("place", "came"), [("waiting", "done"), ("offered", "refused")])
def test_what_stands_in_the_line_leaves_it_unless_an_agent_is_asked_now(
    morning: Office, place: str, came: str
) -> None:
    booked = morning.asks(BOOK)
    (one,) = morning.all()
    person = Joining("callback", one.id, one.line, "fi", "any", False, morning.now, ())
    with morning.engine.begin() as connection:
        join(connection, person, morning.now)
        connection.execute(update(waiting).values(state=place))
        connection.execute(update(callbacks).values(state="offered"))
    assert morning.asks(choice(booked, TUESDAY), turn=4).status == came
    with morning.engine.connect() as connection:
        left = connection.execute(select(waiting.c.state)).scalar_one()
    assert (left, morning.all()[0].state) == (
        ("left", "due") if came == "done" else ("offered", "offered")
    )


def test_an_urgent_line_offers_no_other_time(morning: Office) -> None:
    assert morning.asks(BOOK, line=FAULT_LINE).value == {"when": "today", "tries": "3"}


def test_a_later_call_is_told_the_time(morning: Office) -> None:
    booked = morning.asks(BOOK)
    morning.asks(choice(booked, TUESDAY), turn=4)
    told = {"number": MATTI, "due_at": "2026-11-24T08:00:00+02:00"}
    assert morning.asks(FindCallback()) == Outcome("done", value=told)
