"""The demo company on a Monday morning, when somebody is there, and a database that can break."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import structlog
from sqlalchemy import Engine

from ivr.clock import HELSINKI, StoppedClock
from ivr.logs import configure_logs
from tests.ivr.conftest import demo  # noqa: F401 -- a fixture
from tests.ladder.outside import Outside
from tests.patience import rest_shortly


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log lines as the server writes them."""
    configure_logs()
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> StoppedClock:
    """Monday 23 November 2026, 10.00 in Helsinki."""
    return StoppedClock(datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI))


@pytest.fixture(autouse=True)
def patience() -> None:
    """None: here callers wait no longer than they would."""


@pytest.fixture
def rest_seconds() -> float:
    """How soon a pool tries again what has failed, in place of fifteen seconds."""
    return 0.2


@pytest.fixture(autouse=True)
def quick_rest(monkeypatch: pytest.MonkeyPatch, rest_seconds: float) -> None:
    """Let breakers rest for that long only."""
    rest_shortly(monkeypatch, rest_seconds)


@pytest.fixture
def outside(demo: Engine) -> Iterator[Outside]:  # noqa: F811 -- the fixture
    """What the house stands on; whole again when the test is over."""
    broken = Outside(demo)
    yield broken
    broken.mend()
