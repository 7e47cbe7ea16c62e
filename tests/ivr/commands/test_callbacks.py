"""`linja callbacks`, as typed."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from ivr.callbacks.attempts import Lease, end, intend
from ivr.callbacks.ledger import Request, book
from ivr.callbacks.records import Callback
from ivr.clock import HELSINKI
from ivr.commands.callbacks import command
from ivr.local import open_services

AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
LINE = "+358931570000"
Run = Callable[..., Result]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An installation of its own, at ten o'clock on a Monday."""
    return {"LINJA_DATA_DIR": str(tmp_path / "data"), "LINJA_CLOCK": AT_TEN.isoformat()}


@pytest.fixture
def engine(environ: dict[str, str]) -> Engine:
    """Its database."""
    return open_services(environ).engine


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    """Run the command there."""
    return lambda *words: CliRunner(env=environ).invoke(command, [str(word) for word in words])


def booked(engine: Engine, due_at: datetime) -> Callback:
    """A callback that should be rung then."""
    request = Request("+358401110001", "+358401110001", LINE, "fi", due_at, due_at)
    with engine.begin() as connection:
        return book(connection, request, due_at, "asked for")


def rung(engine: Engine, callback: Callback, reason: str, times: int) -> None:
    """It has been rung so often, and ended like this each time."""
    with engine.begin() as connection:
        for _ in range(times):
            attempt = intend(connection, callback, LINE, AT_TEN, Lease(AT_TEN, 20))
            end(connection, attempt, reason, AT_TEN)


def test_one_that_waits_for_its_time_is_listed_without_its_number(
    run: Run, engine: Engine
) -> None:
    callback = booked(engine, AT_TEN + timedelta(hours=1))
    (line,) = run().stdout.splitlines()
    assert line.startswith(callback.id)
    assert line.endswith("from 23.11. 11.00")
    assert "+358401110001" not in line


def test_one_that_nobody_rings_is_overdue(run: Run, engine: Engine) -> None:
    booked(engine, AT_TEN - timedelta(hours=1))
    assert "OVERDUE" in run().stdout


@pytest.mark.parametrize("reason", ["nobody", "later", "our_error"])
def test_one_that_is_rung_again_and_again_is_shown(run: Run, engine: Engine, reason: str) -> None:
    callback = booked(engine, AT_TEN + timedelta(hours=1))
    rung(engine, callback, reason, 4)
    assert "IN VAIN" not in run().stdout
    rung(engine, callback, reason, 1)
    assert "RUNG IN VAIN 5 TIMES" in run().stdout
    (plain,) = json.loads(run("--json").stdout)
    assert [attempt["reason"] for attempt in plain["attempts"]] == [reason] * 5


def test_attempts_that_count_are_not_in_vain(run: Run, engine: Engine) -> None:
    rung(engine, booked(engine, AT_TEN + timedelta(hours=1)), "busy", 5)
    assert "IN VAIN" not in run().stdout


def test_one_is_cancelled_by_name_and_with_a_reason(run: Run, engine: Engine) -> None:
    callback = booked(engine, AT_TEN)
    refused = run("cancel", callback.id, "--by", " ", "--reason", "x")
    assert (refused.exit_code, refused.stdout) == (1, "")
    cancelled = run("cancel", callback.id, "--by", "Outi", "--reason", "has written to us")
    assert cancelled.stdout == "Cancelled.\n"
    assert run().stdout == ""
    assert run("cancel", callback.id, "--by", "Outi", "--reason", "again").exit_code == 1


def test_the_days_account_adds_up_and_names_the_overdue(run: Run, engine: Engine) -> None:
    booked(engine, AT_TEN - timedelta(hours=1))
    told = run("account")
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        "2026-11-23: open at first 0, opened 1",
        "ended 0",
        "open 1 (requested 1)",
        "OVERDUE NOW: 1",
        "0 + 1 = 0 + 1",
    ]
    plain = json.loads(run("account", "--day", "2026-11-22", "--json").stdout)
    assert (plain["opened"], plain["adds_up"], plain["overdue_now"]) == (0, True, 1)
