"""Logs as the server writes them."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import structlog

from ivr.clock import HELSINKI, StoppedClock
from ivr.logs import configure_logs


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log lines as the server writes them; numbers in them are masked."""
    configure_logs()
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> StoppedClock:
    """Monday 23 November 2026, 15.00 in Helsinki: somebody is there."""
    return StoppedClock(datetime(2026, 11, 23, 15, 0, tzinfo=HELSINKI))
