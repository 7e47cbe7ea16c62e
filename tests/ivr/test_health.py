"""What the probes say, and when they say that nobody could be reached."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.health import code_of, status_of
from tests.ivr.house import House, open_house, set_up

GOOD = {"database": "ok", "lines": "ok", "flows": "ok", "fallback": "ok", "feeds": "ok"}


def test_a_living_process_says_so(house: House) -> None:
    assert house.client.get("/health/live").get_json() == {"status": "ok"}


def test_ready_means_everything_is_there(demo: Engine, clock: StoppedClock) -> None:
    house = open_house(demo, clock, linja_fallback_number="+358931570099")
    answer = house.client.get("/health/ready")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok", "checks": GOOD})


def test_an_empty_installation_is_not_ready(engine: Engine, clock: StoppedClock) -> None:
    answer = open_house(engine, clock).client.get("/health/ready")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "degraded")


def test_a_line_whose_flow_is_not_published_is_told(engine: Engine, clock: StoppedClock) -> None:
    set_up(engine)
    answer = open_house(engine, clock).client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.get_json()["checks"]["flows"] == (
        "not published: customer-service, delivery, fault-line"
    )


def test_a_source_that_is_not_heard_any_more_is_told_and_is_no_fault_of_ours(
    house: House, clock: StoppedClock
) -> None:
    told = []
    for hours in (0, 7, 18):
        clock.at += timedelta(hours=hours)
        answer = house.client.get("/health/ready").get_json()
        told.append((answer["status"], answer["checks"]["feeds"]))
    assert told == [("ok", "ok"), ("ok", "stale: grid"), ("ok", "silent: grid")]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({}, "ok", 200),
        ({"fallback": "not set"}, "ok", 200),
        ({"feeds": "stale: grid"}, "ok", 200),
        ({"database": "away"}, "degraded", 200),
        ({"flows": "not published"}, "degraded", 200),
        ({"lines": "none"}, "degraded", 200),
        ({"lines": "none", "fallback": "not set"}, "degraded", 503),
    ],
)
def test_as_long_as_somebody_can_be_reached_it_is_ready(
    change: Mapping[str, str], status: str, code: int
) -> None:
    checks = {**GOOD, **change}
    assert (status_of(checks), code_of(checks)) == (status, code)
