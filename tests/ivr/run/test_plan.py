"""What `linja run` settles before anything starts."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.clock import RunningClock
from ivr.run.plan import CannotRun, make_plan
from ivr.run.ports import free_port, is_free
from ivr.settings import Settings


def settings(folder: Path, **more: str) -> Settings:
    """Return settings with this data directory and a free port."""
    given = {"LINJA_DATA_DIR": str(folder), "PORT": str(free_port()), **more}
    return Settings.read(given)


def test_a_port_that_is_taken_is_not_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not is_free(taken.getsockname()[1])


def test_a_port_in_use_is_refused_with_words(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with pytest.raises(CannotRun, match=f"Port {port} is in use.*PORT="):
            make_plan(settings(tmp_path, PORT=port))


def test_without_twilio_the_simulator_stands_in(tmp_path: Path) -> None:
    plan = make_plan(settings(tmp_path))
    environ = plan.environ({"PATH": "/bin"})
    assert environ["PATH"] == "/bin"
    assert environ["PUBLIC_URL"] == plan.url
    assert environ["TWILIO_API_URL"] == plan.simulator_url
    assert Settings.read(environ).on_twilio


def test_every_run_has_another_token(tmp_path: Path) -> None:
    one, other = make_plan(settings(tmp_path)), make_plan(settings(tmp_path))
    assert one.settings.twilio_auth_token != other.settings.twilio_auth_token
    assert one.settings.secret_key == other.settings.secret_key


def test_with_twilio_there_is_no_simulator(tmp_path: Path) -> None:
    twilio = {
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "token",
        "PUBLIC_URL": "https://ivr.example.fi",
    }
    plan = make_plan(settings(tmp_path, **twilio))
    assert (plan.simulator_url, plan.settings.public_url) == ("", "https://ivr.example.fi")


def test_all_processes_share_one_business_time(tmp_path: Path) -> None:
    clock = {"LINJA_CLOCK": "2026-11-22T15:00:00+02:00"}
    plan = make_plan(settings(tmp_path, **clock))
    environ = plan.environ(clock)
    real = RunningClock().now()
    moved = real + Settings.read(environ).clock_offset(real)
    started = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
    assert -0.001 <= (moved - started).total_seconds() < 60  # the offset is in milliseconds
