"""The `linja` command as a whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import ivr.db.engine
from ivr.cli import COMMANDS, main
from ivr.db.engine import open_engine


@pytest.mark.parametrize("command", COMMANDS)
def test_every_file_of_commands_is_a_command_of_its_name(command: str) -> None:
    done = CliRunner().invoke(main, [command, "--help"])
    assert (done.exit_code, f"Usage: main {command} " in done.output) == (0, True)


def test_a_command_that_is_not_there_is_told() -> None:
    done = CliRunner().invoke(main, ["cal"])
    assert (done.exit_code, "No such command 'cal'" in done.output) == (2, True)


def test_settings_that_cannot_work_are_words_not_a_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    done = CliRunner().invoke(main, ["config", "show"])
    assert (done.exit_code, done.output) == (
        1,
        "Error: PORT: 'eighty' is not a port, 1 to 65535.\n",
    )


def test_a_database_of_another_version_is_words_not_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'old.db'}")
    done = CliRunner().invoke(main, ["config", "show"])
    assert (done.exit_code, "linja migrate" in done.output) == (1, True)


def test_a_database_that_is_busy_is_words_not_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ivr.db.engine, "BUSY_SECONDS", 0.1)
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path))
    made = CliRunner().invoke(main, ["api", "token", "shop", "--scope", "read"])
    assert made.exit_code == 0
    engine = open_engine(f"sqlite:///{tmp_path / 'linja.db'}")
    with engine.begin():  # a long push, say
        done = CliRunner().invoke(main, ["api", "token", "shop", "--scope", "read"])
    engine.dispose()
    why = "if it is busy or away, try again later. (database is locked)"
    assert (done.exit_code, done.output) == (
        1,
        f"Error: The database could not do it: {why}\n",
    )
