"""Services with a database and, where a test asks for it, Redis."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.queue.bells import bells_of
from ivr.services import Services
from ivr.settings import Settings


@pytest.fixture
def services(engine: Engine, clock: StoppedClock, tmp_path: Path) -> Services:
    """Without Redis."""
    return Services(Settings(linja_data_dir=str(tmp_path)), clock, engine)


@pytest.fixture
def with_redis(engine: Engine, clock: StoppedClock, tmp_path: Path, redis_url: str) -> Services:
    """With an empty Redis."""
    settings = Settings(linja_data_dir=str(tmp_path), redis_url=redis_url)
    return Services(settings, clock, engine, bells_of(settings))
