"""`linja figures rebuild`."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.clock import HELSINKI
from ivr.commands.figures import command
from ivr.local import open_services
from tests.ivr.figures.planting import called
from tests.ivr.figures.reckoning import sums

AT = datetime(2026, 11, 20, 6, 30, tzinfo=HELSINKI)


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LINJA_CLOCK", "2026-11-20T07:00:00+02:00")


def rebuilt(day: str) -> Result:
    return CliRunner().invoke(command, ["rebuild", "--from", day])


def test_a_day_is_made_anew() -> None:
    engine = open_services().engine
    with engine.begin() as connection:
        called(connection, "", AT - timedelta(hours=2))
    told = rebuilt("2026-11-20")
    assert (told.exit_code, told.output) == (0, "Made 8 hours anew.\n")
    assert sums(engine)["calls"] == 1


@pytest.mark.parametrize("day", ["2026-10-01", "2026-11-21"])
def test_a_day_that_is_not_kept_is_refused_and_its_sums_stay(day: str) -> None:
    told = rebuilt(day)
    assert told.exit_code == 1
    assert "The first day that can be made anew is 2026-10-23." in told.output
