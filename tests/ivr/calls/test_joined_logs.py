"""Every line that is logged during a webhook names its call, whatever wrote it."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from ivr.calls.ports import Ports
from ivr.clock import StoppedClock
from ivr.logs import configure_logs
from tests.ivr.house import LINE, House, fails, open_house

MATTI = "+358401110001"


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Log as the server does, to where it can be read."""
    with redirect_stderr(io.StringIO()) as stream:
        configure_logs()
        yield stream
    logging.getLogger().handlers.clear()


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    """What was logged, line by line."""
    return [json.loads(line) for line in written.getvalue().splitlines()]


def talkative(ports: Ports) -> Ports:
    """A directory that fails, and a library of somebody else's that says so."""

    def find(phone: str) -> Any:
        logging.getLogger("theirs").warning("we could not look up %s", phone)
        return fails()

    return replace(ports, find=find)


@pytest.fixture
def house(demo: Engine, clock: StoppedClock) -> House:
    return open_house(demo, clock, broken=talkative)


def test_lines_of_a_call_are_joined_by_its_sid(house: House) -> None:
    with logged() as written:
        calls = [house.telephone.calls(MATTI, LINE) for _ in range(2)]
    told = lines(written)
    joined = [
        [line["event"] for line in told if line.get("call_sid") == call.sid] for call in calls
    ]
    assert "we could not look up [number]" in joined[0]
    assert len(joined[0]) > 1
    assert joined[0] == joined[1]


def test_what_comes_after_a_call_is_not_of_it(house: House) -> None:
    house.telephone.calls(MATTI, LINE)
    with logged() as written:
        house.client.post("/voice/incoming", data={"CallSid": "CA1"})
    (refused,) = lines(written)
    assert "call_sid" not in refused
