"""The store holds on both databases."""

import pytest
from sqlalchemy import Engine


@pytest.fixture(name="engine")
def of_either_kind(either_engine: Engine) -> Engine:
    """Each test here runs on SQLite and on PostgreSQL."""
    return either_engine
