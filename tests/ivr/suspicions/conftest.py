"""The demo company's lines over either database, and calls in the journal."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

import pytest
from sqlalchemy import Engine

from flows.inputs import Entered
from ivr.clock import StoppedClock
from ivr.feeds.heard_before import remember
from ivr.journal.store import add
from ivr.journal.written import read_line
from ivr.services import Services
from ivr.suspicions.raising import look
from ivr.suspicions.store import Suspicion, listed
from tests.ivr.house import SETTINGS, set_up
from tests.ivr.journal.turns import FIRST

TAMPERE = "33100"
NOTICE = (f"{TAMPERE} electricity K-1 eta -",)


class Calls(Protocol):
    """Note that somebody called some minutes ago; `more` are fields of `Noted`."""

    def __call__(self, number: str, minutes_ago: float = 1, typed: str = "", **more: Any) -> None:
        """Note it."""


@pytest.fixture(name="engine")
def of_either_kind(either_engine: Engine) -> Engine:
    """Each test here runs on SQLite and on PostgreSQL."""
    return either_engine


@pytest.fixture
def services(clock: StoppedClock, engine: Engine) -> Services:
    """The demo's lines; nothing is broken."""
    set_up(engine)
    return Services(SETTINGS, clock, engine)


@pytest.fixture
def calls(services: Services) -> Calls:
    """Each call is one of its own."""
    many = 0

    def note(number: str, minutes_ago: float = 1, typed: str = "", **more: Any) -> None:
        nonlocal many
        many += 1
        at = services.clock.now() - timedelta(minutes=minutes_ago)
        own = () if typed or not number else (TAMPERE,)
        first = replace(FIRST, call_sid=f"CA{many}", number=number, at=at, places=own)
        turns = [replace(first, **more)]
        if typed:
            given = replace(turns[0], turn=1, given=Entered(typed), places=None)
            turns.append(replace(given, postcodes=frozenset({typed})))
        lines = [read_line(json.loads(turn.to_json())) for turn in turns]
        add(services.engine, lines)
        remember(services.engine, [heard for line in lines for heard in line.heard])

    return note


def number_of(caller: int) -> str:
    """Return a number of one of many."""
    return f"+35840222{caller:04}"


def raised(services: Services) -> list[Suspicion]:
    """Look as the clock does, and return what there is, the oldest first."""
    look(services)
    with services.engine.connect() as connection:
        return sorted(listed(connection), key=lambda one: one.raised_at)
