"""Which callback is rung next, where one of them cannot be."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.callbacks.attempts import Lease, intend
from ivr.callbacks.claiming import Claim, Limits, claim_next
from ivr.callbacks.ledger import Change, Request, book, change, renumber
from ivr.callbacks.records import find_callback
from ivr.callbacks.waking import Rules
from ivr.clock import HELSINKI, StoppedClock
from ivr.lines.store import ConfigurationStore
from routing.callback import State
from tests.ivr.house import LINE, set_up

MATTI, ANNA, LIISA = "+358401110001", "+358401110002", "+358401110006"


@pytest.fixture(name="engine")
def of_either_kind(either_engine: Engine) -> Engine:
    set_up(either_engine)
    return either_engine


def due(engine: Engine, number: str, now: datetime) -> str:
    """Have a callback be due; return its id."""
    with engine.begin() as connection:
        one = book(connection, Request(number, number, LINE, "fi", now, now), now, "asked")
        change(connection, one, Change(State.DUE, "as the test says", now))
        return one.id


def test_one_whose_call_to_another_number_goes_on_keeps_nobody_else_waiting(
    engine: Engine, clock: StoppedClock
) -> None:
    now = clock.at = datetime(2026, 11, 23, 12, 0, tzinfo=HELSINKI)
    first, second = due(engine, MATTI, now), due(engine, LIISA, now + timedelta(seconds=1))
    with engine.begin() as connection:
        one = find_callback(connection, first)
        assert one
        intend(connection, one, LINE, now, Lease(now, 60))
        renumber(connection, one, ANNA, now)
    clock.at += timedelta(minutes=1)
    version, configuration = ConfigurationStore(engine).versioned()
    claimed = claim_next(engine, Rules(configuration, version, clock.now()), Limits(0, 60))
    assert isinstance(claimed, Claim)
    assert claimed.callback.id == second
