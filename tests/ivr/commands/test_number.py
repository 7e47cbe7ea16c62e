"""`linja number setup`, as typed: a number leads to us, and it is noted who led it."""

import pytest
from click.testing import CliRunner

from ivr.commands.number import command
from simulator.leg import Addresses
from tests.ivr.audit.noting import noted
from tests.ivr.doctor.conftest import Clinic, clinic
from tests.ivr.house import LINE

__all__ = ["clinic"]


def test_a_number_that_led_elsewhere_leads_to_us_and_it_is_noted(
    clinic: Clinic,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ivr.commands.number.open_patient", lambda: clinic.patient)
    clinic.exchange.numbers[LINE] = Addresses("https://demo.twilio.com/welcome/voice/")
    printed: list[str] = []

    def type_it() -> None:
        printed.append(CliRunner().invoke(command, ["setup", LINE]).output)

    engine = clinic.patient.engine
    assert [what for _, what in noted(engine, type_it)] == ["line.led_here"]
    assert noted(engine, type_it) == []
    assert "already leads" in printed[1]
