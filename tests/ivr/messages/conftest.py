"""A company that texts, on each kind of database."""

from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.logs import configure_logs
from tests.ivr.messages.post import Post, open_post


@pytest.fixture
def engine(either_engine: Engine) -> Engine:
    """Everything about messages holds on both."""
    return either_engine


@pytest.fixture
def post(demo: Engine, clock: StoppedClock) -> Iterator[Post]:
    """It is Sunday afternoon, and there is no power in 29900."""
    with open_post(demo, clock) as opened:
        yield opened


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log lines as the server writes them: plain, which is also faster to make."""
    configure_logs()
    yield
    structlog.reset_defaults()
