"""What is pretended: seen by every process beside the simulator, by none on the real Twilio."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.calls.wiring import Stores, ports_of
from ivr.clock import RunningClock, StoppedClock
from ivr.local import open_services
from ivr.overrides import FILE, NOTHING, MovedClock, Overrides, OverridesFile
from ivr.run.plan import make_plan
from ivr.run.ports import free_port
from ivr.run.runfile import Run, write_run
from ivr.services import Services
from ivr.settings import BadSettings, Settings

SIMULATOR = "http://127.0.0.1:8900"
ON_TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "token",
    "PUBLIC_URL": "https://ivr.example.fi",
}
PRETENDED = Overrides(3600.0, frozenset({"database", "feed"}))


def opened(folder: Path, **environ: str) -> Services:
    """Open the services of a process with this environment."""
    services = open_services({"LINJA_DATA_DIR": str(folder), **environ})
    services.engine.dispose()
    return services


def hours_ahead(services: Services) -> float:
    """Return how far its business time is from the machine's."""
    return round((services.clock.now() - RunningClock().now()) / timedelta(hours=1), 1)


def test_nothing_is_pretended_at_first(tmp_path: Path) -> None:
    assert OverridesFile(tmp_path).read() == NOTHING


def test_what_one_process_writes_another_reads(tmp_path: Path) -> None:
    one, other = OverridesFile(tmp_path), OverridesFile(tmp_path)
    for pretended in (PRETENDED, Overrides(-60.0)):
        one.write(pretended)
        assert other.read() == pretended
    one.forget()
    assert other.read() == NOTHING


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"moved_seconds": "x", "broken": []}', '{"moved_seconds": 1}', "\0"]
)
def test_a_file_that_makes_no_sense_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert OverridesFile(tmp_path).read() == NOTHING


def test_a_part_that_nobody_knows_is_not_broken(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"moved_seconds": 5, "broken": ["moon", "redis"]}')
    assert OverridesFile(tmp_path).read() == Overrides(5.0, frozenset({"redis"}))


def test_the_clock_is_moved_while_it_runs(tmp_path: Path, clock: StoppedClock) -> None:
    overrides = OverridesFile(tmp_path)
    moved = MovedClock(clock, overrides)
    assert moved.now() == clock.at
    overrides.write(PRETENDED)
    assert moved.now() == clock.at + timedelta(hours=1)


def test_processes_of_the_run_and_commands_beside_it_have_the_moved_clock(tmp_path: Path) -> None:
    plan = make_plan(Settings.read({"LINJA_DATA_DIR": str(tmp_path), "PORT": str(free_port())}))
    child = opened(tmp_path, **plan.environ({}))
    write_run(tmp_path, Run(os.getpid(), 8000, "", SIMULATOR))
    beside = opened(tmp_path)
    OverridesFile(tmp_path).write(PRETENDED)
    assert (hours_ahead(child), hours_ahead(beside)) == (1.0, 1.0)


def test_on_twilio_nothing_can_be_pretended(tmp_path: Path) -> None:
    write_run(tmp_path, Run(os.getpid(), 8000, "", SIMULATOR))
    OverridesFile(tmp_path).write(PRETENDED)
    services = opened(tmp_path, **ON_TWILIO)
    assert (services.overrides, hours_ahead(services)) == (None, 0.0)
    assert isinstance(services.clock, RunningClock)
    areas = getattr(ports_of(services).areas, "__func__", None)
    assert areas is Stores.areas


def test_without_a_run_nothing_is_pretended(tmp_path: Path) -> None:
    OverridesFile(tmp_path).write(PRETENDED)
    assert opened(tmp_path).overrides is None


@pytest.mark.parametrize(
    "more",
    [
        {"LINJA_SIMULATOR_URL": SIMULATOR},
        {"LINJA_SIMULATOR_URL": SIMULATOR, **ON_TWILIO},
        {
            "LINJA_SIMULATOR_URL": "https://twilio.example",
            "TWILIO_API_URL": "https://twilio.example",
        },
    ],
)
def test_a_simulator_beside_twilio_or_elsewhere_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(BadSettings, match="LINJA_SIMULATOR_URL"):
        Settings.read(more)


def test_a_run_on_twilio_has_no_simulator(tmp_path: Path) -> None:
    given = {"LINJA_DATA_DIR": str(tmp_path), "PORT": str(free_port()), **ON_TWILIO}
    environ = make_plan(Settings.read(given)).environ({"LINJA_SIMULATOR_URL": SIMULATOR})
    assert not Settings.read(environ).simulated
