"""`linja doctor` and `linja number`, as typed."""

import json
from collections.abc import Callable, Iterator

import pytest
import structlog
from click.testing import CliRunner, Result

from ivr.commands import doctor, number
from ivr.logs import configure_logs
from simulator.leg import Addresses
from tests.ivr.doctor.conftest import Clinic, clinic

__all__ = ["clinic"]

LINE = "+358931570000"
Run = Callable[..., Result]


@pytest.fixture
def run(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Type words beside the clinic's installation."""
    for module in (doctor, number):
        monkeypatch.setattr(module, "open_patient", lambda: clinic.patient)
    configure_logs()
    yield lambda command, *words: CliRunner().invoke(command, list(words))
    structlog.reset_defaults()


def test_a_good_set_up_ends_well(run: Run) -> None:
    done = run(doctor.command)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "The simulator stands in for Twilio."
    assert done.stdout.splitlines()[-1] == "0 problems"


def test_a_problem_is_told_with_what_to_do(run: Run, clinic: Clinic) -> None:
    clinic.exchange.account.kind = "Trial"
    done = run(doctor.command)
    assert done.exit_code == 1
    assert "PROBLEM  account: it is a trial account\n         -> Upgrade" in done.stdout
    told = json.loads(run(doctor.command, "--json").stdout)
    assert [one["check"] for one in told if one["state"] == "problem"] == ["account"]


def test_what_the_doctor_says_of_a_number_is_mended_by_setting_it_up(
    run: Run, clinic: Clinic
) -> None:
    for line in ("+358931570000", "+358931570001", "+358931570002"):
        clinic.exchange.numbers[line] = Addresses("https://demo.twilio.com/welcome/voice/", "GET")
    assert len(clinic.found()["numbers"]) == 3
    first = run(number.command, "setup", "09 3157 0000")
    assert "voice_url: https://demo.twilio.com/welcome/voice/ -> http://127.0.0.1" in first.stdout
    assert len(clinic.found()["numbers"]) == 2
    assert run(number.command, "setup", "--all").exit_code == 0
    assert clinic.found() == {}
    assert "already leads to" in run(number.command, "setup", LINE).stdout


def test_a_number_of_somebody_else_is_not_touched(run: Run, clinic: Clinic) -> None:
    clinic.exchange.numbers["+358931579999"] = Addresses("https://theirs.example/")
    done = run(number.command, "setup", LINE)
    assert (done.exit_code, "is not a number of this Twilio account" in done.stderr) == (1, True)
    assert clinic.exchange.numbers == {"+358931579999": Addresses("https://theirs.example/")}


def test_what_is_no_number_is_refused(run: Run) -> None:
    assert "Give a telephone number" in run(number.command, "setup", "anonymous").stderr


def test_the_words_to_host_elsewhere_ring_the_fallback(run: Run, clinic: Clinic) -> None:
    twiml = run(doctor.command, "--fallback-twiml", "sv").stdout
    assert ">+358931570199</Dial>" in twiml
    assert 'language="sv-SE"' in twiml
    assert "127.0.0.1" not in twiml
    assert run(doctor.command, "--fallback-twiml").stdout != twiml
    clinic.change(linja_fallback_number="")
    assert run(doctor.command, "--fallback-twiml").exit_code == 1
