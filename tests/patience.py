"""A busy machine may take a third of a second for what it usually does in a thousandth."""

from collections.abc import Callable
from typing import Any

import pytest

from ivr.calls.ports import READ_SECONDS
from ivr.deadline import Bounded


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give reads of a call four times as long."""
    usual = Bounded.run

    def patient(self: Bounded, work: Callable[[], Any], seconds: float) -> Any:
        return usual(self, work, seconds * 4 if seconds == READ_SECONDS else seconds)

    monkeypatch.setattr(Bounded, "run", patient)
