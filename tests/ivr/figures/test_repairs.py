"""Whether faults ended when callers had been told that they would."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.services import Services
from tests.ivr.figures.reckoning import sums
from tests.ivr.figures.test_rolling import roll
from tests.ivr.house import SETTINGS

MINUTE = timedelta(minutes=1)


@pytest.fixture
def services(either_engine: Engine, clock: StoppedClock) -> Services:
    with either_engine.begin() as connection:
        create_source(connection, "grid", clock.now())
    return Services(SETTINGS, clock, either_engine)


def push(services: Services, status: str, **more: str) -> None:
    given = {"id": "F-1", "status": status, "service": "electricity", "areas": ["33100"]}
    outage = {**given, "updated_at": services.clock.now().isoformat(), **more}
    receive(services, "grid", "application/json", json.dumps({"outages": [outage]}).encode())


def test_a_repair_counts_once_it_is_certain_and_not_before(
    services: Services, clock: StoppedClock
) -> None:
    told = (clock.at + 40 * MINUTE).isoformat()
    push(services, "active", estimated_restoration=told)
    clock.at += 5 * MINUTE
    push(services, "restored")
    clock.at += 29 * MINUTE
    assert roll(services.engine, clock.at) == {}
    clock.at += MINUTE
    assert roll(services.engine, clock.at) == {"repair_told -35": 1, "repair_kept shorter": 1}


def test_a_fault_that_comes_back_in_half_an_hour_never_counted(
    services: Services, clock: StoppedClock
) -> None:
    push(services, "active", estimated_restoration=(clock.at + 5 * MINUTE).isoformat())
    clock.at += 5 * MINUTE
    push(services, "restored")
    clock.at += 10 * MINUTE
    push(services, "active")
    clock.at += 30 * MINUTE
    roll(services.engine, clock.at)
    assert sums(services.engine) == {}
