"""The day's account: opened is ended and open, day by day, and what was lost is seen."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete

from ivr.callbacks.account import Account, account_of, fates_of, overdue
from ivr.callbacks.ledger import Change, Request, book, change
from ivr.callbacks.records import find_callback
from ivr.clock import HELSINKI
from ivr.db.tables.callbacks import callback_events
from routing.callback import State

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
LINE = "+358931570000"


def at(hour: int, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HELSINKI)


def asked(engine: Engine, number: int, when: datetime) -> str:
    e164 = f"+35840111{number:04}"
    with engine.begin() as connection:
        return book(connection, Request(e164, e164, LINE, "fi", when, when), when, "asked").id


def becomes(engine: Engine, id_: str, state: State, when: datetime) -> None:
    with engine.begin() as connection:
        one = find_callback(connection, id_)
        assert one
        change(connection, one, Change(state, "as the test says", when))


@pytest.fixture
def days(engine: Engine) -> Engine:
    """Two are asked for on Sunday, one of them ends then; two on Monday, and another one ends."""
    first, second = asked(engine, 1, at(22, SUNDAY)), asked(engine, 2, at(23, SUNDAY))
    becomes(engine, first, State.CANCELLED_BY_CALLER, at(23, SUNDAY))
    asked(engine, 3, at(9))
    asked(engine, 4, at(10))
    becomes(engine, second, State.DUE, at(8))
    becomes(engine, second, State.SERVED_OTHERWISE, at(11))
    return engine


def account(engine: Engine, day: date, now: datetime) -> Account:
    with engine.connect() as connection:
        return account_of(connection, day, now)


def test_each_day_adds_up_and_goes_over_into_the_next(days: Engine) -> None:
    now = at(12)
    sunday, monday = account(days, SUNDAY, now), account(days, MONDAY, now)
    assert (sunday.before, sunday.opened) == (0, 2)
    assert (sunday.ended, sunday.open) == ({"cancelled_by_caller": 1}, {"requested": 1})
    assert (monday.before, monday.opened) == (1, 2)
    assert (monday.ended, monday.open) == ({"served_otherwise": 1}, {"requested": 2})
    assert (sunday.kept, monday.kept) == (None, {"requested": 2})
    assert [sunday.adds_up, monday.adds_up] == [True, True]


def test_what_was_written_past_the_ledger_is_seen(days: Engine) -> None:
    with days.begin() as connection:
        connection.execute(delete(callback_events).where(callback_events.c.at == at(11)))
    assert not account(days, MONDAY, at(12)).adds_up


def test_what_became_of_each_is_told_the_overdue_first(days: Engine) -> None:
    later = asked(days, 5, at(11) + timedelta(minutes=45))
    with days.connect() as connection:
        fates = fates_of(connection, MONDAY, at(12))
        assert overdue(connection, at(12)) == (2, at(9))
    assert [fate.overdue for fate in fates] == [True, True, False]
    assert fates[-1].callback.id == later
