"""`linja person`, as typed."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ivr.commands.customers import command as customers
from ivr.commands.person import command
from ivr.privacy.gathering import Rows, gather

Run = Callable[..., Result]
FILE = "customer_id,name,phones\n7,Åsa,040 1110007;040 1110008\n8,Bo,040 1110008\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    environ = {"LINJA_DATA_DIR": str(tmp_path / "data")}
    file = tmp_path / "customers.csv"
    file.write_text(FILE, "utf-8")
    CliRunner(env=environ).invoke(customers, ["import", str(file)])
    return lambda *words: CliRunner(env=environ).invoke(command, list(words))


def test_a_customer_is_given_out_and_erased(run: Run) -> None:
    given = json.loads(run("export", "--customer", "7").stdout)
    assert [one["name"] for one in given["customers"]] == ["Åsa"]
    assert run("erase", "--customer", "7", "--yes").exit_code == 0
    assert "no such customer" in run("export", "--customer", "7").stderr


def test_calls_may_write_while_a_person_is_given_out(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (database,) = (tmp_path / "data").glob("*.db")
    written: list[int] = []

    def slowly(*what: Any) -> Rows:
        with closing(sqlite3.connect(database, timeout=0)) as call:
            written.append(call.execute("UPDATE customers SET name = name").rowcount)
            call.commit()
        return gather(*what)

    monkeypatch.setattr("ivr.commands.person.gather", slowly)
    assert run("export", "--customer", "7").exit_code == 0
    assert written == [2]


def test_a_number_is_erased_from_everybody_who_has_it(run: Run) -> None:
    assert sorted(json.loads(run("export", "040 111 0008").stdout)) == ["customer_phones"]
    erased = run("erase", "0401110008", "--yes").stdout
    assert "Customer 7 is still there, without the number." in erased
    assert "Customer 8 is still there, without the number." in erased
    assert run("export", "0401110008").stdout == "{}\n"


def test_nothing_is_erased_without_a_yes(run: Run) -> None:
    assert run("erase", "--customer", "7").exit_code == 1
    assert "Åsa" in run("export", "--customer", "7").stdout


@pytest.mark.parametrize("words", [[], ["0401110007", "--customer", "7"], ["anonymous"]])
def test_exactly_one_person_must_be_named(run: Run, words: list[str]) -> None:
    assert run("export", *words).exit_code != 0
