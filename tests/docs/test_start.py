"""What docs/start.md has one write: the company answers, a person is rung, an outage is heard."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from ivr.bundles.shipped import publish_shipped
from ivr.cli import main
from ivr.clock import StoppedClock
from ivr.lines.store import apply
from ivr.services import Services
from ivr.settings import Settings
from routing.document import read_document
from tests.docs.blocks import blocks
from tests.ivr.house import SETTINGS, House, open_house

(COMPANY,) = blocks("start.md", "yaml")
(SETTINGS_FILE,) = blocks("start.md", "sh")
OUTAGE, CUSTOMERS = blocks("start.md", "console")[2:]
LINE, COLLEAGUE, CALLER = "+358942451000", "+358401234568", "+358401234567"


@pytest.fixture(name="house")
def as_written(engine: Engine, clock: StoppedClock) -> House:
    publish_shipped(Services(SETTINGS, clock, engine))
    apply(engine, read_document(COMPANY).sections)
    return open_house(engine, clock)


def test_the_colleague_is_rung(house: House) -> None:
    house.telephone.calls(CALLER, LINE).presses("1").presses("0").is_with(COLLEAGUE)


def test_the_settings_start_it() -> None:
    given = dict(line.split("=", 1) for line in SETTINGS_FILE.splitlines())
    settings = Settings.read(given)
    assert (settings.on_twilio, settings.linja_fallback_number) == (True, COLLEAGUE)


def test_the_outage_and_the_customer_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    _, added = OUTAGE.split("linja ", 1)
    assert runner.invoke(main, added.split()).exit_code == 0
    table = CUSTOMERS.partition("<<END\n")[2].partition("END\n")[0]
    assert [row["phones"] for row in csv.DictReader(StringIO(table))] == [CALLER]
    Path("me.csv").write_text(table, "utf-8")
    imported = runner.invoke(main, ["customers", "import", "me.csv"])
    assert imported.stdout.startswith("1 added")
