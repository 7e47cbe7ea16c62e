"""Commands on this machine find the installation, or make it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from ivr.clock import RunningClock
from ivr.db.stale import StaleDatabase
from ivr.local import open_services, open_worker
from ivr.overrides import DATABASE, Overrides, OverridesFile
from ivr.run.runfile import Run, write_run


def environ(data_dir: Path, **more: str) -> dict[str, str]:
    """Return an environment with this data directory."""
    return {"LINJA_DATA_DIR": str(data_dir), **more}


def hours_ahead(data_dir: Path, **more: str) -> float:
    """Return how far business time is from the machine's, rounded."""
    services = open_services(environ(data_dir, **more))
    ahead = services.clock.now() - RunningClock().now()
    services.engine.dispose()
    return round(ahead / timedelta(hours=1), 1)


def test_an_installation_is_made_on_first_use(tmp_path: Path) -> None:
    services = open_services(environ(tmp_path / "new" / "place"))
    tables = inspect(services.engine).get_table_names()
    services.engine.dispose()
    assert "legs" in tables
    assert len(services.settings.secret_key) > 32


def test_a_new_data_directory_that_nobody_named_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    open_services({}).engine.dispose()
    told = capsys.readouterr()
    assert told.out == ""
    assert str(tmp_path / "var") in told.err
    open_services({}).engine.dispose()
    open_services({"LINJA_DATA_DIR": str(tmp_path / "named")}).engine.dispose()
    assert capsys.readouterr().err == ""


def test_it_is_found_again(tmp_path: Path) -> None:
    first, second = (open_services(environ(tmp_path)) for _ in range(2))
    first.engine.dispose()
    second.engine.dispose()
    assert first.settings == second.settings


def test_business_time_is_the_running_servers(tmp_path: Path) -> None:
    write_run(tmp_path, Run(os.getpid(), 8000, "", clock_offset_seconds=7200))
    assert hours_ahead(tmp_path, LINJA_CLOCK="2030-01-01T00:00:00+00:00") == 2.0


def test_without_a_server_business_time_is_the_machines(tmp_path: Path) -> None:
    assert hours_ahead(tmp_path) == 0.0


def test_a_process_of_the_server_is_told_its_time(tmp_path: Path) -> None:
    assert hours_ahead(tmp_path, LINJA_CLOCK_OFFSET="-3600") == -1.0


def test_a_database_that_is_not_ours_alone_is_not_changed_in_passing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'theirs.db'}"
    with pytest.raises(StaleDatabase, match="linja migrate"):
        open_services(environ(tmp_path, DATABASE_URL=url))


def test_what_is_switched_off_by_hand_is_off_for_the_worker_and_not_for_commands(
    tmp_path: Path,
) -> None:
    simulated = environ(
        tmp_path,
        LINJA_SIMULATOR_URL="http://127.0.0.1:9",
        TWILIO_API_URL="http://127.0.0.1:9",
    )
    worker, command = open_worker(simulated), open_services(simulated)
    OverridesFile(tmp_path).write(Overrides(broken=frozenset({DATABASE})))
    with pytest.raises(OperationalError), worker.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    with command.engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    OverridesFile(tmp_path).forget()
    with worker.engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    worker.engine.dispose()
    command.engine.dispose()
