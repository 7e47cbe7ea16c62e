"""What a call asks for is done once, and only what is durable is told."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, event, func, select, update

from flows.asks import BookCallback, ChangeCallback, CheckNumber, Outcome
from ivr.callbacks.gate import commit_in_time
from ivr.callbacks.ledger import Change, change
from ivr.calls.ports import Threads
from ivr.clock import StoppedClock
from ivr.db.tables.asks import asks
from ivr.db.tables.callbacks import callbacks
from ivr.lines.store import apply
from routing.callback import State
from tests.ivr.callbacks.conftest import MONDAY_MORNING
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FAULT_LINE, FIRST

OTHER = "+358401110009"
BOOK = BookCallback(MATTI, "any")
AT_EIGHT = {"when": "open", "opens_at": "2026-11-23T08:00:00+02:00", "tries": "3"}


def test_while_closed_it_is_promised_for_when_we_open(office: Office) -> None:
    assert office.asks(BOOK) == Outcome("done", value=AT_EIGHT)


def test_while_open_it_is_promised_for_today(morning: Office) -> None:
    assert morning.asks(BOOK) == Outcome("done", value={"when": "today", "tries": "3"})


@pytest.mark.parametrize(
    ("hour", "minute", "when"), [(15, 40, "today"), (15, 41, "day"), (15, 59, "day")]
)
def test_today_is_promised_only_while_there_is_time_for_it(
    morning: Office, clock: StoppedClock, hour: int, minute: int, when: str
) -> None:
    clock.at = MONDAY_MORNING.replace(hour=hour, minute=minute)
    value = morning.asks(BOOK).value
    assert value["when"] == when
    if when == "day":
        assert value["opens_at"] == "2026-11-24T08:00:00+02:00"


def test_whoever_is_promised_tomorrow_at_the_latest_is_rung_today_all_the_same(
    morning: Office, clock: StoppedClock
) -> None:
    clock.at = MONDAY_MORNING.replace(hour=15, minute=50)
    morning.books()
    assert morning.rings() == 1


def test_today_is_promised_only_to_those_whose_turn_comes_today(
    morning: Office, clock: StoppedClock
) -> None:
    clock.at = MONDAY_MORNING.replace(hour=15, minute=0)
    for n in range(8):
        morning.books(f"+3584011190{n:02}")
    assert morning.asks(BookCallback(OTHER, "any"), number=OTHER).value["when"] == "today"
    assert morning.asks(BOOK).value["when"] == "day"
    assert morning.asks(BOOK, line=FAULT_LINE).value["when"] == "today"


def test_around_a_lunch_break_there_is_still_a_today(morning: Office, clock: StoppedClock) -> None:
    hours = {"office": {"mon-fri": ["08:00-11:00", "12:00-16:00"]}}
    apply(morning.engine, {"hours": {**hours, "delivery": "24h", "always": "24h"}})
    clock.at = MONDAY_MORNING.replace(hour=10, minute=55)
    assert morning.asks(BOOK).value["when"] == "today"


def test_in_the_last_minutes_of_the_day_tomorrow_is_promised(
    office: Office, clock: StoppedClock
) -> None:
    clock.at = MONDAY_MORNING.replace(hour=23, minute=50)
    value = office.asks(BOOK, line=FAULT_LINE).value
    assert (value["when"], value["opens_at"]) == ("day", "2026-11-24T00:00:00+02:00")


def test_quiet_time_is_not_promised_though_the_line_opens_in_it(office: Office) -> None:
    outcome = office.asks(BOOK, line="+358931570002")
    assert outcome.value["opens_at"] == "2026-11-23T08:00:00+02:00"


def test_an_urgent_line_has_no_quiet_time(office: Office, clock: StoppedClock) -> None:
    clock.at += timedelta(hours=8)
    assert office.asks(BOOK, line=FAULT_LINE).value["when"] == "today"


def test_the_place_in_the_queue_is_that_of_the_call(office: Office, clock: StoppedClock) -> None:
    kept = office.books()
    assert kept.requested_at == clock.at
    assert kept.asked_by == MATTI


def test_a_second_request_hears_of_the_first(office: Office, clock: StoppedClock) -> None:
    office.asks(BOOK)
    clock.at += timedelta(hours=2)
    assert office.asks(BOOK) == Outcome("done", value=AT_EIGHT)
    assert len(office.all()) == 1


def test_a_second_request_is_promised_only_the_tries_that_are_left(office: Office) -> None:
    office.books()
    with office.engine.begin() as connection:
        connection.execute(update(callbacks).values(counted=2))
    assert office.asks(BOOK).value["tries"] == "1"


@pytest.mark.parametrize(
    ("number", "reason"),
    [("0600123123", "premium"), ("+46701234567", "country"), (FIRST, "own"), ("112", "emergency")],
)
def test_a_number_that_may_not_be_rung_is_refused(
    office: Office, number: str, reason: str
) -> None:
    refused = Outcome("refused", value={"reason": reason})
    assert office.asks(CheckNumber(number)) == refused
    assert office.asks(BookCallback(number, "any")) == refused
    assert office.all() == []


def test_a_number_as_typed_is_told_in_full(office: Office) -> None:
    outcome = office.asks(CheckNumber("040 111 0001"))
    assert outcome == Outcome("done", value={"number": MATTI})


def test_a_repeat_hears_the_same_and_does_nothing(office: Office, clock: StoppedClock) -> None:
    first = office.asks(BOOK, call_sid="CA1")
    clock.at = MONDAY_MORNING
    assert office.asks(BOOK, call_sid="CA1") == first
    assert len(office.all()) == 1


def test_a_repeat_that_pressed_something_else_hears_the_first_outcome(office: Office) -> None:
    first = office.asks(BOOK, call_sid="CA1")
    assert office.asks(BookCallback(OTHER, "any"), call_sid="CA1") == first
    assert [one.number for one in office.all()] == [MATTI]


def test_a_repeat_of_another_kind_is_promised_nothing(office: Office) -> None:
    office.asks(BOOK, call_sid="CA1")
    assert office.asks(ChangeCallback(), call_sid="CA1") == Outcome("unknown")
    assert office.all()[0].state == State.REQUESTED


def test_the_next_turn_is_not_a_repeat(office: Office) -> None:
    office.asks(BOOK, call_sid="CA1", turn=3)
    assert office.asks(ChangeCallback(), call_sid="CA1", turn=4) == Outcome("done")


def test_the_outcome_is_written_with_the_effect_or_not_at_all(office: Office) -> None:
    office.asks(BOOK, call_sid="CA1")
    with office.engine.connect() as connection:
        kept = connection.execute(select(asks.c.status, asks.c.value)).all()
    assert [(row.status, row.value) for row in kept] == [("done", AT_EIGHT)]


@pytest.fixture
def slow_commit(office: Office) -> Iterator[Event]:
    """Commits that hang until the event is set."""
    gate = Event()

    def hang(_connection: Connection) -> None:
        gate.wait(10)

    event.listen(office.engine, "commit", hang)
    yield gate
    gate.set()
    event.remove(office.engine, "commit", hang)


def test_a_commit_that_hangs_is_unknown(office: Office, slow_commit: Event) -> None:
    assert office.asks(BOOK, call_sid="CA1") == Outcome("unknown")
    slow_commit.set()
    eventually(lambda: len(office.all()) == 1)
    assert office.asks(BOOK, call_sid="CA1") == Outcome("done", value=AT_EIGHT)


def test_work_that_hangs_before_its_commit_never_commits(office: Office) -> None:
    gate = Event()
    done = Event()

    def work(connection: Connection) -> Outcome:
        kept = Change(State.DUE, "late", office.now)
        gate.wait(10)
        change(connection, callback, kept)
        done.set()
        return Outcome("done")

    callback = office.books()
    assert commit_in_time(Threads(), office.engine, work) == Outcome("failed")
    gate.set()
    assert done.wait(10)
    eventually(lambda: counted(office.engine) == 1)
    assert office.way(callback) == ["requested"]


def test_what_raises_is_failed(office: Office) -> None:
    def work(_connection: Connection) -> Outcome:
        raise ConnectionError("away")

    assert commit_in_time(Threads(), office.engine, work) == Outcome("failed")


def test_new_hours_count_for_those_who_wait(office: Office) -> None:
    kept = office.books()
    office.rings()
    assert office.way(kept) == ["requested"]
    apply(office.engine, {"hours": {"office": "24h", "delivery": "24h", "always": "24h"}})
    office.rings()
    assert office.way(kept)[:3] == ["requested", "due", "ringing"]


def counted(engine: Engine) -> int:
    """Count the callbacks; waits for whoever writes."""
    with engine.begin() as connection:
        return connection.execute(select(func.count()).select_from(callbacks)).scalar_one()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait up to ten seconds for a thread that nobody waits for."""
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)
