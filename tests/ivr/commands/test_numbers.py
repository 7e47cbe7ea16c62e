"""`linja numbers`, as whoever runs it meets it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.callbacks.stopped import stop_ringing
from ivr.clock import HELSINKI
from ivr.commands.numbers import command
from ivr.local import open_services

AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
MATTI = "+358401110001"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command in an installation of its own, to which one number has said never."""
    environ = {"LINJA_DATA_DIR": str(tmp_path / "data")}
    with open_services(environ).engine.begin() as connection:
        stop_ringing(connection, MATTI, "CA1", AT_TEN)
    return lambda *words: CliRunner(env=environ).invoke(command, words)


def test_numbers_that_are_never_rung_are_counted_and_shown_without_the_number(run: Run) -> None:
    told = run()
    assert told.output == "+35840*****01  since 23.11.2026 10.00\nnever rung: 1\n"


def test_a_number_is_lifted_however_it_is_written_and_once(run: Run) -> None:
    assert run("lift", "040 1110001").output == "It may be rung again.\n"
    assert run().output == "never rung: 0\n"
    again = run("lift", MATTI)
    assert again.exit_code == 1
    assert "has not asked" in again.output


def test_what_is_no_number_is_said_to_be_none(run: Run) -> None:
    told = run("lift", "hello")
    assert told.exit_code == 1
    assert "+358401234567" in told.output
