"""What every test may ask for: a stopped clock and an empty database."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.clock import HELSINKI, StoppedClock
from ivr.db.engine import open_engine
from ivr.db.schema import create_schema

SUNDAY_AFTERNOON = datetime(2026, 11, 22, 15, 0, tzinfo=HELSINKI)


@pytest.fixture
def clock() -> StoppedClock:
    """Sunday 22 November 2026, 15.00 in Helsinki."""
    return StoppedClock(SUNDAY_AFTERNOON)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database with every table."""
    opened = open_engine(f"sqlite:///{tmp_path / 'linja.db'}")
    create_schema(opened)
    yield opened
    opened.dispose()
