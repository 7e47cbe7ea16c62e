"""The calls come while somebody is there, on a line that asks afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine

from ivr.clock import HELSINKI, StoppedClock
from ivr.lines.store import apply
from ivr.logs import configure_logs
from routing.document import read_document
from tests.ivr.house import DEMO, LINE, House, open_house

MONDAY_AFTERNOON = datetime(2026, 11, 23, 15, 0, tzinfo=HELSINKI)


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log lines as the server writes them: plain, which is also faster to make."""
    configure_logs()
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> StoppedClock:
    """Monday 23 November 2026, 15.00 in Helsinki."""
    return StoppedClock(MONDAY_AFTERNOON)


def asks_afterwards(engine: Engine, **changed: Any) -> None:
    """Have the line ask its callers how it went."""
    lines = dict(read_document(DEMO).sections["lines"])
    apply(engine, {"lines": {**lines, LINE: {**lines[LINE], "survey": "survey", **changed}}})


@pytest.fixture
def asking(demo: Engine, clock: StoppedClock) -> House:
    """The application."""
    asks_afterwards(demo)
    return open_house(demo, clock)
