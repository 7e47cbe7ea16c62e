"""What is noted while something is done, by people whose hashes are quick."""

import pytest

from tests.ivr.accounts.conftest import quick
from tests.ivr.admin.conftest import opens

__all__ = ["opens", "quick"]


@pytest.fixture(autouse=True)
def current(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that asks again sees at once what has changed."""
    monkeypatch.setattr("ivr.desk.glance.KEPT_SECONDS", 0.0)
