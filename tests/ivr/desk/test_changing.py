"""What agents change of callbacks holds, or they are told why not."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.callbacks.ledger import Request, book
from ivr.callbacks.records import every_callback, find_callback
from ivr.callbacks.stopped import stop_ringing
from ivr.callbacks.waking import Rules, wake
from ivr.clock import HELSINKI, StoppedClock
from ivr.lines.store import ConfigurationStore
from ivr.voicemail.store import Voicemail, keep, listed
from tests.ivr.accounts.conftest import Browser
from tests.ivr.house import LINE

MATTI, ANNA = "+358401110001", "+358401110002"


@pytest.fixture(name="engine")
def of_either_kind(either_engine: Engine) -> Engine:
    return either_engine


def asks(engine: Engine, clock: StoppedClock, number: str) -> str:
    """Have somebody ask for a callback, due tomorrow; return its id."""
    now = clock.now()
    request = Request(number, number, LINE, "fi", now, now + timedelta(days=1))
    with engine.begin() as connection:
        return book(connection, request, now, "asked", "caller").id


def number_and_due(engine: Engine, id_: str) -> tuple[str, datetime]:
    with engine.connect() as connection:
        one = find_callback(connection, id_)
    assert one
    return one.number, one.due_at


def test_a_number_with_an_open_callback_is_not_given_to_another(
    desk: Browser, engine: Engine, clock: StoppedClock
) -> None:
    first, second = asks(engine, clock, MATTI), asks(engine, clock, ANNA)
    answer = desk.sends(f"/desk/callbacks/{first}/number", number=ANNA)
    assert (answer.status_code, number_and_due(engine, first)[0]) == (409, MATTI)
    assert desk.sends(f"/desk/callbacks/{second}/number", number=ANNA).status_code == 303


def test_a_number_that_is_never_rung_again_is_not_promised(
    desk: Browser, engine: Engine, clock: StoppedClock
) -> None:
    first = asks(engine, clock, MATTI)
    with engine.begin() as connection:
        stop_ringing(connection, ANNA, "CA1", clock.now())
    answer = desk.sends(f"/desk/callbacks/{first}/number", number=ANNA)
    assert (answer.status_code, number_and_due(engine, first)[0]) == (409, MATTI)


def test_a_time_that_was_chosen_holds_when_hours_are_changed(
    desk: Browser, engine: Engine, clock: StoppedClock
) -> None:
    one = asks(engine, clock, MATTI)
    later = f"/desk/callbacks/{one}/later"
    assert desk.sends(later, at="2026-11-24T13:30").status_code == 303
    version, configuration = ConfigurationStore(engine).versioned()
    wake(engine, Rules(configuration, version + 1, clock.now()))
    chosen = datetime(2026, 11, 24, 13, 30, tzinfo=HELSINKI)
    assert number_and_due(engine, one)[1] == chosen


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_all_calendars_is_today(desk: Browser, day: str) -> None:
    assert desk.sees(f"/desk/promised?day={day}").status_code == 200


@pytest.mark.parametrize("at", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_time_beyond_all_calendars_is_refused(
    desk: Browser, engine: Engine, clock: StoppedClock, at: str
) -> None:
    one = asks(engine, clock, MATTI)
    assert desk.sends(f"/desk/callbacks/{one}/later", at=at).status_code == 409


def test_a_message_of_a_number_that_is_never_rung_again_stays_open(
    desk: Browser, engine: Engine, clock: StoppedClock
) -> None:
    made = Voicemail("one", "u", "RE1", "CA1", LINE, "fi", "any", MATTI, 12, clock.now())
    with engine.begin() as connection:
        keep(connection, made)
        stop_ringing(connection, MATTI, "CA2", clock.now())
    assert desk.sends("/desk/voicemails/one/callback").status_code == 409
    with engine.connect() as connection:
        assert [one.id for one in listed(connection)] == ["one"]
        assert every_callback(connection) == []
