"""Here migrations run as they do at the customer."""

import pytest


@pytest.fixture(autouse=True)
def migrated_once() -> None:
    """None: what each migration does is what these tests are about."""
