"""Every line that is logged during a webhook names its call, whatever wrote it."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine

from ivr.calls.ports import Ports
from ivr.clock import StoppedClock
from ivr.logs import configure_logs
from tests.ivr.house import LINE, House, fails, open_house

MATTI = "+358401110001"


@pytest.fixture(autouse=True)
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Log as the server does, to where it is caught."""
    del capsys
    configure_logs()
    yield
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was logged, line by line."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def talkative(ports: Ports) -> Ports:
    """A directory that fails, and a library of somebody else's that says so."""

    def find(phone: str) -> Any:
        logging.getLogger("theirs").warning("we could not look up %s", phone)
        return fails()

    return replace(ports, find=find)


@pytest.fixture
def house(demo: Engine, clock: StoppedClock) -> House:
    return open_house(demo, clock, broken=talkative)


def test_lines_of_a_call_are_joined_by_its_sid(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    first = house.telephone.calls(MATTI, LINE)
    second = house.telephone.calls(MATTI, LINE)
    by_call = {
        call.sid: [line["event"] for line in lines if line.get("call_sid") == call.sid]
        for lines in [lines(capsys)]
        for call in (first, second)
    }
    for events in by_call.values():
        assert "we could not look up [number]" in events
    assert len(set(map(tuple, by_call.values()))) == 1


def test_what_comes_after_a_call_is_not_of_it(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.telephone.calls(MATTI, LINE)
    lines(capsys)
    house.client.post("/voice/incoming", data={"CallSid": "CA1"})
    (refused,) = lines(capsys)
    assert "call_sid" not in refused
