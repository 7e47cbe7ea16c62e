"""`linja migrate`: an empty database gets its tables, once."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.bundles.library import shipped_flows
from ivr.commands.migrate import command
from ivr.db.migrate import newest_revision


def test_a_database_is_brought_up_to_date_and_stays_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    live = f"Live now, as shipped: {', '.join(sorted(shipped_flows()))}\n"
    outputs = [CliRunner().invoke(command).output for _ in range(2)]
    assert outputs == [
        f"The database went from empty: {newest_revision()}\n{live}",
        f"The database was up to date: {newest_revision()}\n",
    ]


def test_settings_that_do_not_fit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    done = CliRunner().invoke(command)
    assert (done.exit_code, done.output) == (
        1,
        "Error: PORT: 'eighty' is not a port, 1 to 65535.\n",
    )
