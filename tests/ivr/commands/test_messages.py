"""`linja messages`, `linja reports` and `linja sms`, as typed."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, insert

from ivr.clock import HELSINKI
from ivr.commands import messages, reports, sms
from ivr.db.tables.reports import still_out_reports
from ivr.local import open_services
from ivr.messages.ledger import Change, change, promise
from ivr.messages.records import Message
from ivr.reports.store import Report
from ivr.run.runfile import Run, write_run
from routing.message import State
from simulator.server import served
from simulator.testing import exchange_for
from tests.simulator.scripted_app import ScriptedApp

AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
LINE, MATTI = "+358931570000", "+358401110001"
WAITING = Message(
    id="aa",
    number=MATTI,
    asked_by=MATTI,
    line=LINE,
    language="fi",
    postcode="29900",
    service="electricity",
    outages=[["grid", "F-1"]],
    call_sid="CA1",
    state="waiting",
    reason="",
    asked_at=AT_TEN,
)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An installation of its own, at ten o'clock on a Monday."""
    return {"LINJA_DATA_DIR": str(tmp_path), "LINJA_CLOCK": AT_TEN.isoformat()}


@pytest.fixture
def engine(environ: dict[str, str]) -> Engine:
    """Its database, with one message that waits and one that is due in the night."""
    opened = open_services(environ).engine
    due_at = AT_TEN + timedelta(hours=22)
    with opened.begin() as connection:
        other = replace(WAITING, id="bb", postcode="00100", asked_at=AT_TEN + timedelta(minutes=1))
        promise(connection, WAITING, "asked for")
        promise(connection, other, "asked for")
        change(connection, other, Change(State.DUE, "repaired", AT_TEN), due_at=due_at)
    return opened


def run(environ: dict[str, str], command: click.Command, *words: str) -> Result:
    return CliRunner().invoke(command, [*words], env=environ)


def test_the_open_ones_are_listed_oldest_first(environ: dict[str, str], engine: Engine) -> None:
    assert engine
    assert run(environ, messages.command).stdout.splitlines() == [
        "aa  23.11. 10.00  29900  electricity  fi  +35840*****01  waiting",
        (
            "bb  23.11. 10.01  00100  electricity  fi  +35840*****01  due  repaired"
            "  from 24.11. 08.00"
        ),
    ]


def test_a_message_is_withdrawn_by_name_and_with_a_reason(
    environ: dict[str, str], engine: Engine
) -> None:
    assert engine
    withdraw = ("withdraw", "aa", "--by", "Liisa", "--reason")
    assert run(environ, messages.command, *withdraw, " ").exit_code == 1
    assert run(environ, messages.command, *withdraw, "by e-mail").stdout == "Withdrawn.\n"
    again = run(environ, messages.command, *withdraw, "by e-mail")
    assert (again.exit_code, again.stderr) == (1, "Error: It is too late: it is withdrawn.\n")
    gone = run(environ, messages.command, "withdraw", "x", "--by", "L", "--reason", "r")
    assert "There is no such message" in gone.stderr


def test_as_json_there_is_everything_but_the_number(
    environ: dict[str, str], engine: Engine
) -> None:
    assert engine
    listed = run(environ, messages.command, "--json").stdout
    assert MATTI not in listed
    assert json.loads(listed)[0] == {
        "id": "aa",
        "number_masked": "+35840*****01",
        "line": LINE,
        "language": "fi",
        "postcode": "29900",
        "service": "electricity",
        "outages": ["grid/F-1"],
        "state": "waiting",
        "reason": "",
        "asked_at": "2026-11-23T10:00:00+02:00",
        "repaired_at": None,
        "due_at": None,
        "sent_at": None,
        "delivered_at": None,
    }


def test_reports_are_listed_with_the_times_of_the_outage(
    environ: dict[str, str], engine: Engine
) -> None:
    restored = AT_TEN - timedelta(minutes=30)
    report = Report(
        id="cc",
        number=MATTI,
        call_sid="CA1",
        line=LINE,
        language="fi",
        postcode="29900",
        service="electricity",
        source="grid",
        outage_id="F-1",
        began_at=AT_TEN - timedelta(hours=4),
        restored_at=restored,
        reported_at=AT_TEN,
        state="kept",
        reason="",
        tries=0,
        due_at=AT_TEN,
    )
    row = {name: getattr(report, name) for name in Report.__dataclass_fields__}
    with engine.begin() as connection:
        connection.execute(insert(still_out_reports).values(row))
    assert run(environ, reports.command).stdout == (
        "cc  23.11. 10.00  29900  electricity  grid/F-1  repaired 23.11. 09.30"
        "  +35840*****01  kept\n"
    )
    (plain,) = json.loads(run(environ, reports.command, "--json").stdout)
    assert plain["starts_at"] == "2026-11-23T06:00:00+02:00"
    assert MATTI not in str(plain)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A server with a simulator, which answers every text alike."""
    app = ScriptedApp({"/sms/incoming": "<Message>Hyvää päivää</Message>"})
    lines = {"customer-service": LINE}
    with served(exchange_for(app)) as url:
        write_run(tmp_path, Run(os.getpid(), 8000, "http://127.0.0.1:8000", url, lines=lines))
        yield {"LINJA_DATA_DIR": str(tmp_path)}


def test_a_text_is_sent_and_its_answer_printed(running: dict[str, str]) -> None:
    assert run(running, sms.command).stdout == "-- nothing\n"
    sent = run(running, sms.command, "--from", "040 111 0001", "--to", "customer-service", "hei")
    assert sent.stdout == "Hyvää päivää\n"
    assert (
        run(running, sms.command, "--json").stdout
        == '{\n  "inbox": [\n    "Hyvää päivää"\n  ]\n}\n'
    )
    assert json.loads(run(running, sms.command, "--json", "x").stdout) == {
        "answers": ["Hyvää päivää"]
    }


def test_where_nothing_runs_it_says_how_to_start_it(tmp_path: Path) -> None:
    result = run({"LINJA_DATA_DIR": str(tmp_path)}, sms.command, "29900")
    assert (result.exit_code, "make run" in result.stderr) == (1, True)
