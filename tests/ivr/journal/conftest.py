"""Logs as the server writes them."""

from collections.abc import Iterator

import pytest
import structlog

from ivr.logs import configure_logs


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log lines as the server writes them; numbers in them are masked."""
    configure_logs()
    yield
    structlog.reset_defaults()
