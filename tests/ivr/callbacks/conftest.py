"""An office that rings back, on each kind of database."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import structlog
from sqlalchemy import Engine

from ivr.clock import HELSINKI, StoppedClock
from ivr.logs import configure_logs
from tests.ivr.callbacks.office import Office, open_office

MONDAY_MORNING = datetime(2026, 11, 23, 8, 5, tzinfo=HELSINKI)


@pytest.fixture
def engine(either_engine: Engine) -> Engine:
    """Everything about callbacks holds on both."""
    return either_engine


@pytest.fixture
def office(demo: Engine, clock: StoppedClock) -> Iterator[Office]:
    """It is Sunday afternoon, and the customer service is closed."""
    with open_office(demo, clock) as opened:
        yield opened


@pytest.fixture
def morning(office: Office, clock: StoppedClock) -> Office:
    """It is Monday, five past eight, and the customer service is open."""
    clock.at = MONDAY_MORNING
    return office


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log lines as the server writes them: plain, which is also faster to make."""
    configure_logs()
    yield
    structlog.reset_defaults()
