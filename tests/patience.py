"""A busy machine may take a third of a second for what it usually does in a thousandth."""

from collections.abc import Callable
from typing import Any

import pytest

from ivr.calls.ports import READ_SECONDS
from ivr.deadline import Bounded, Breaker


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give reads of a call four times as long."""
    usual = Bounded.run

    def patient(self: Bounded, work: Callable[[], Any], seconds: float) -> Any:
        return usual(self, work, seconds * 4 if seconds == READ_SECONDS else seconds)

    monkeypatch.setattr(Bounded, "run", patient)


def rest_shortly(monkeypatch: pytest.MonkeyPatch, rest_seconds: float) -> None:
    """Let breakers that are made from now on rest for so long at most."""
    usual = Breaker.__init__

    def rested(self: Breaker, *given: object, **named: object) -> None:
        usual(self, *given, **named)  # type: ignore[arg-type]
        self._rest_seconds = min(self._rest_seconds, rest_seconds)

    monkeypatch.setattr(Breaker, "__init__", rested)
