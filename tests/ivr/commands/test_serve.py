"""`linja serve` and `linja run` refuse, with words, what cannot work."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.commands.run import command as run
from ivr.commands.serve import command as serve

NEEDED = ("SECRET_KEY", "PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's settings."""
    for name in NEEDED:
        monkeypatch.delenv(name, raising=False)


def test_production_needs_all_of_its_settings() -> None:
    done = CliRunner().invoke(serve)
    assert done.exit_code == 1
    assert done.output == f"Error: {', '.join(NEEDED)}: must be set, see `linja settings`.\n"


@pytest.mark.parametrize("command", [run, serve])
def test_settings_that_contradict_each_other_do_not_start(
    command: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "alone")
    monkeypatch.setenv("LINJA_FALLBACK_NUMBER", "112")
    done = CliRunner().invoke(command)  # type: ignore[arg-type]
    assert done.exit_code == 1
    assert "TWILIO_ACCOUNT_SID, PUBLIC_URL: not set" in done.output
    assert "LINJA_FALLBACK_NUMBER: must be international" in done.output
