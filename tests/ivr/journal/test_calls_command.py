"""`linja calls`, over calls that were made through the whole application."""

import json
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select

from ivr.clock import StoppedClock
from ivr.commands.calls import command as calls_command
from ivr.commands.customers import command as customers_command
from ivr.db.tables.journal import call_turns, calls
from ivr.journal.buffer import FOLDER
from ivr.services import Services
from simulator.testing import Call
from tests.ivr.house import FAULT_LINE, LINE, SETTINGS, House, open_house
from tests.processes import soon

MATTI = "+358401110001"
Run = Callable[..., Result]


@pytest.fixture(name="journalling")
def house_with_a_journal(
    demo: Engine, clock: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> House:
    monkeypatch.setattr("ivr.journal.buffer.WRITE_EVERY_SECONDS", 0.02)
    return open_house(demo, clock, folder=tmp_path, linja_data_dir=str(tmp_path))


@pytest.fixture(name="run")
def linja(journalling: House, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command beside the house."""
    for module in ("calls", "customers"):
        monkeypatch.setattr(f"ivr.commands.{module}.open_services", lambda: journalling.services)

    def invoke(*arguments: str) -> Result:
        group = calls_command if arguments[0] == "calls" else customers_command
        return CliRunner().invoke(group, arguments[1:])

    return invoke


def on_disk(house: House, *made: Call) -> None:
    """Wait until the journal has written every turn of these calls."""
    folder = Path(house.services.settings.linja_data_dir) / FOLDER
    turns = [
        one for call in made for one in call.requests if "/voice/status" not in one.request.url
    ]

    def written() -> bool:
        lines = [
            line for file in folder.glob("*.jsonl") for line in file.read_bytes().splitlines()
        ]
        lines = [line for line in lines if b'"ended"' not in line]
        return len(lines) == len(turns)

    assert soon(written)


def test_a_call_is_shown_as_it_was_heard(journalling: House, run: Run) -> None:
    call = journalling.telephone.calls(MATTI, LINE).presses("3").hangs_up()
    on_disk(journalling, call)
    shown = run("calls", call.sid, "--json")
    turns = json.loads(shown.stdout)
    heard = [event["say"] for event in call.transcript if "say" in event]
    assert [said["text"] for turn in turns for said in turn["said"]] == heard
    assert [(turn["given_kind"], turn["given"]) for turn in turns] == [("call", ""), ("key", "3")]
    assert [turn["why"] for turn in turns] == ["preference", "preference"]
    assert turns[0]["notices"] != []
    plain = run("calls", call.sid).stdout
    assert all(words in plain for words in heard)
    assert "key 3  ->  customer-service/" in plain


def test_a_typed_postcode_is_told_and_a_number_is_not(journalling: House, run: Run) -> None:
    call = journalling.telephone.calls("+358401119999", FAULT_LINE).presses("1").presses("29900#")
    on_disk(journalling, call)
    turns = json.loads(run("calls", call.sid, "--json").stdout)
    assert ("digits", "29900") in [(turn["given_kind"], turn["given"]) for turn in turns]
    assert "401119999" not in json.dumps(turns)


def test_a_number_that_is_read_back_is_not_in_the_journal(journalling: House, run: Run) -> None:
    call = journalling.telephone.calls(MATTI, LINE).presses("0")  # on a Sunday
    assert "nolla neljä nolla yksi yksi" in call.heard
    on_disk(journalling, call)
    shown = run("calls", call.sid, "--json").stdout
    assert "Soitammeko numeroon [number]" in shown
    assert "neljä nolla" not in shown


@pytest.mark.parametrize("number", ["0401110033", "0600123123"])
def test_a_number_that_is_typed_for_a_callback_is_not_in_the_journal(
    journalling: House, run: Run, number: str
) -> None:
    call = journalling.telephone.calls("anonymous", LINE).presses("0").presses("0")  # on a Sunday
    call = call.presses(f"{number}#")
    on_disk(journalling, call)
    shown = run("calls", call.sid, "--json").stdout
    assert ("digits", "*" * 10) in [
        (turn["given_kind"], turn["given"]) for turn in json.loads(shown)
    ]
    assert number not in shown


def test_who_types_another_number_for_an_open_callback_is_not_in_the_journal(
    journalling: House, run: Run
) -> None:
    booked = journalling.telephone.calls(MATTI, LINE).presses("0").presses("1")
    again = journalling.telephone.calls(MATTI, LINE).presses("2").presses("0401110033#")
    on_disk(journalling, booked, again)
    shown = run("calls", again.sid, "--json").stdout
    assert "Annoitte numeron [number]" in shown
    assert "0401110033" not in shown


def test_calls_are_listed_with_the_number_masked(journalling: House, run: Run) -> None:
    first = journalling.telephone.calls(MATTI, LINE).hangs_up()
    second = journalling.telephone.calls("anonymous", LINE).hangs_up()
    on_disk(journalling, first, second)
    listed = json.loads(run("calls", "--json").stdout)
    assert sorted(one["number_masked"] for one in listed) == ["", "+35840*****01"]
    assert json.loads(run("calls", "040 111 0001", "--json").stdout) == [
        {
            "call_sid": first.sid,
            "line": "customer-service",
            "turns": 1,
            "language": "fi",
            "verb": "keys",
            "erased": False,
            "ended": True,
            "number_masked": "+35840*****01",
            "started_at": journalling.services.clock.now().astimezone(UTC).isoformat(),
        }
    ]
    assert "401110001" not in run("calls").stdout


@pytest.mark.parametrize(
    ("caller", "shown"), [(MATTI, "+35840*****01"), ("anonymous", ""), ("+266696687", "")]
)
def test_a_rescue_is_in_the_journal(
    journalling: House, run: Run, monkeypatch: pytest.MonkeyPatch, caller: str, shown: str
) -> None:
    monkeypatch.setattr("ivr.calls.conversation.engine.begin", lambda *_: 1 / 0)
    call = journalling.telephone.calls(caller, LINE)
    on_disk(journalling, call)
    turns = json.loads(run("calls", call.sid, "--json").stdout)
    assert [(turn["given_kind"], turn["flow"]) for turn in turns] == [("rescue", "rescue")]
    assert "401110001" not in json.dumps(turns)
    assert [one["number_masked"] for one in json.loads(run("calls", "--json").stdout)] == [shown]


def test_a_customer_who_is_erased_is_erased_from_their_calls(
    journalling: House, run: Run, demo: Engine
) -> None:
    on_disk(journalling, journalling.telephone.calls(MATTI, LINE).hangs_up())
    assert run("customers", "erase", "1").exit_code == 0
    with demo.connect() as connection:
        rows = [*connection.execute(select(calls)), *connection.execute(select(call_turns))]
    assert len(rows) == 2
    assert not any("401110001" in str(value) for row in rows for value in row)


@pytest.mark.parametrize("asked", ["banana", "CA" + "0" * 32])
def test_what_is_not_there_is_said(run: Run, asked: str) -> None:
    result = run("calls", asked)
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_house_without_a_folder_keeps_nothing(demo: Engine, clock: StoppedClock) -> None:
    services = Services(SETTINGS, clock, demo)
    open_house(demo, clock).telephone.calls(MATTI, LINE).hangs_up()
    assert services.folder is None
    assert not Path(SETTINGS.linja_data_dir, FOLDER).exists()
