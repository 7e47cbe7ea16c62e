"""Caps on what we ring, and numbers that are never rung again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from flows.asks import BookCallback, ChangeCallback, TellAttempt
from ivr.callbacks.caps import LOOKS_AGAIN, held_by_caps, micros_spent
from ivr.callbacks.records import Callback
from ivr.callbacks.ringing import ring_all
from ivr.callbacks.stopped import (
    all_stopped,
    count_stopped,
    has_stopped,
    ring_again,
    stop_ringing,
)
from ivr.clock import StoppedClock
from ivr.db.tables.ringing import dials
from ivr.lines.store import apply
from ivr.privacy.dialled import drop_dials
from routing.caps import usual_micros
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FAULT_LINE

ANNA = "+358401110002"
Capped = Callable[..., None]


@pytest.fixture
def capped(morning: Office) -> Capped:
    """Apply caps."""

    def cap(**caps: object) -> None:
        apply(morning.engine, {"callbacks": {"caps": caps}})

    return cap


def books(office: Office, clock: StoppedClock, many: int) -> list[Callback]:
    """So many numbers ask, one after another."""
    kept = []
    for n in range(many):
        kept.append(office.books(f"+3584011110{n:02}"))
        clock.at += timedelta(seconds=1)
    return kept


def test_what_is_over_the_hour_waits_with_its_reason_and_is_rung_when_there_is_room(
    morning: Office, clock: StoppedClock, capped: Capped
) -> None:
    capped(an_hour=2)
    kept = books(morning, clock, 4)
    assert morning.rings() == 2
    assert [morning.again(one).reason for one in kept[2:]] == ["cap_hour", "cap_hour"]
    assert [morning.again(one).state for one in kept[2:]] == ["due", "due"]
    clock.at += timedelta(hours=1, seconds=1)
    assert morning.rings() == 2
    assert sorted(morning.rung()) == [one.number for one in kept]


def test_a_prefix_with_no_calls_holds_back_its_own_numbers_alone(
    morning: Office, capped: Capped
) -> None:
    capped(prefixes_an_hour={"+35840": 0})
    first, other = morning.books(), morning.books("+358451110001")
    assert morning.rings() == 1
    assert morning.rung() == [other.number]
    assert morning.again(first).reason == "cap_prefix"


def test_one_number_is_rung_so_often_a_day_and_no_more(
    morning: Office, clock: StoppedClock, capped: Capped
) -> None:
    capped(number_a_day=1)
    morning.exchange.telephones[MATTI] = "busy"
    kept = morning.books()
    assert morning.rings() == 1
    clock.at += timedelta(minutes=6)
    assert morning.rings() == 0
    assert morning.again(kept).reason == "cap_number"
    assert morning.again(kept).state == "due"
    clock.at += timedelta(days=1)
    assert morning.rings() == 1


def test_money_that_is_spent_stops_the_day_and_not_the_next(
    morning: Office, clock: StoppedClock, capped: Capped
) -> None:
    capped(euros_a_day=1, euros_a_minute={"+": 0.1})  # two calls of five minutes at a time
    kept = books(morning, clock, 3)
    for one in kept:
        morning.exchange.telephones[one.number] = "hand"
    assert ring_all(morning.ringer) == 2
    assert morning.again(kept[2]).reason == "cap_money"
    clock.at += timedelta(days=1)
    assert ring_all(morning.ringer) == 1


def test_a_call_that_has_ended_costs_what_it_cost_and_not_the_guess(
    morning: Office, clock: StoppedClock, capped: Capped
) -> None:
    capped(euros_a_day=1, euros_a_minute={"+": 0.1})
    morning.exchange.telephones[MATTI] = "no-answer"
    morning.books()
    morning.rings()
    with morning.engine.connect() as connection:
        assert micros_spent(connection, clock.at) == usual_micros(100_000)
    kept = [morning.books(f"+3584011111{n:02}") for n in range(2)]
    for one in kept:
        morning.exchange.telephones[one.number] = "hand"
    assert ring_all(morning.ringer) == 2  # nobody answered the first: it has cost nothing


def test_many_ringers_together_exceed_no_cap(morning: Office, capped: Capped) -> None:
    capped(an_hour=5)
    for n in range(12):
        morning.books(f"+3584011110{n:02}")
    with ThreadPoolExecutor(4) as pool:
        rung = list(pool.map(lambda _: ring_all(morning.ringer), range(4)))
    assert sum(rung) == 5
    with morning.engine.connect() as connection:
        assert len(connection.execute(select(dials)).all()) == 5


def test_whoever_asks_an_urgent_line_to_ring_their_own_number_is_rung(
    morning: Office, capped: Capped
) -> None:
    capped(an_hour=1)
    morning.books()
    morning.rings()
    own = morning.books(ANNA, line=FAULT_LINE)
    assert morning.asks(BookCallback("+358451110009", "any"), "+358451110008", line=FAULT_LINE)
    morning.rings()
    assert morning.rung() == [MATTI, ANNA]
    assert morning.again(own).state != "due"


def test_what_is_over_a_cap_is_looked_at_again_soon(
    morning: Office, clock: StoppedClock, capped: Capped
) -> None:
    capped(an_hour=1)
    morning.books()
    morning.books(ANNA)
    assert morning.rings() == 1
    capped(an_hour=2)
    clock.at += LOOKS_AGAIN
    assert morning.rings() == 1


def stopped(office: Office) -> None:
    """Matti was rung, and has pressed 3."""
    office.exchange.telephones[MATTI] = "hand"
    callback = office.books()
    ring_all(office.ringer)
    (attempt,) = office.attempts(callback)
    sid = attempt.call_sid or ""
    told = office.asks(TellAttempt("not_me"), MATTI, sid, attempt=attempt.id)
    assert told.status == "done"
    assert office.again(callback).state == "cancelled_by_caller"
    assert office.again(callback).reason == "not_me"


def test_after_three_the_number_is_never_rung_again_whoever_asks(morning: Office) -> None:
    stopped(morning)
    asked = morning.asks(BookCallback(MATTI, "any"), ANNA)
    assert (asked.status, asked.value) == ("refused", {"reason": "stopped"})
    morning.books(ANNA)
    moved = morning.asks(ChangeCallback(MATTI), ANNA)
    assert moved.status == "refused"
    with morning.engine.connect() as connection:
        assert [one.number for one in all_stopped(connection)] == [MATTI]


def test_a_callback_that_was_open_on_another_line_is_refused_when_its_turn_comes(
    morning: Office, clock: StoppedClock
) -> None:
    other = morning.asks(BookCallback(MATTI, "any"), ANNA)
    assert other.status == "done"
    with morning.engine.begin() as connection:
        stop_ringing(connection, MATTI, "CA1", clock.at)
        stop_ringing(connection, MATTI, "CA2", clock.at)
        stop_ringing(connection, "", "CA3", clock.at)
        assert count_stopped(connection) == 1
    assert morning.rings() == 0
    (kept,) = morning.all()
    assert (kept.state, kept.reason) == ("refused", "stopped")


def test_only_who_calls_from_the_number_itself_lifts_it(morning: Office) -> None:
    stopped(morning)
    assert morning.asks(BookCallback(MATTI, "any", lift=True), ANNA).status == "refused"
    own = morning.asks(BookCallback(MATTI, "any"))
    assert (own.status, own.value) == ("refused", {"reason": "own-stopped"})
    assert morning.asks(BookCallback(MATTI, "any", lift=True)).status == "done"
    with morning.engine.begin() as connection:
        assert not has_stopped(connection, MATTI)
        assert not ring_again(connection, MATTI)


def test_an_urgent_line_rings_whoever_asks_for_their_own_number(morning: Office) -> None:
    with morning.engine.begin() as connection:
        stop_ringing(connection, MATTI, "CA1", morning.now)
    assert morning.asks(BookCallback(MATTI, "any"), line=FAULT_LINE).status == "done"
    assert morning.rings() == 1
    with morning.engine.connect() as connection:
        assert has_stopped(connection, MATTI)


def test_what_waits_for_a_cap_is_a_figure(
    morning: Office, clock: StoppedClock, capped: Capped
) -> None:
    capped(an_hour=1)
    books(morning, clock, 3)
    morning.rings()
    with morning.engine.connect() as connection:
        assert held_by_caps(connection, clock.at) == {"hour": 2}
        assert held_by_caps(connection, clock.at + LOOKS_AGAIN) == {}


def test_calls_that_no_cap_counts_are_deleted_and_no_others(
    morning: Office, clock: StoppedClock
) -> None:
    morning.books()
    morning.rings()
    kept = []
    for before in (clock.at, clock.at + timedelta(seconds=1)):
        drop_dials(morning.engine, before)
        with morning.engine.connect() as connection:
            kept.append(len(connection.execute(select(dials)).all()))
    assert kept == [1, 0]
