"""`linja customers`, as typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.commands.customers import command

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    environ = {"LINJA_DATA_DIR": str(tmp_path / "data")}
    return lambda *words: CliRunner(env=environ).invoke(command, [str(word) for word in words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "customers.csv"


def test_what_is_imported_is_shown_and_erased(run: Run, file: Path) -> None:
    file.write_bytes("\ufeffcustomer_id,name,phones\r\n7,Åsa,040 1110007\r\n".encode())
    assert run("import", file).stdout == "1 added, 0 changed, 0 unchanged, 0 refused\n"
    shown = json.loads(run("show", "+358 40 111 0007").stdout)
    assert [(one["customer_id"], one["name"]) for one in shown] == [("7", "Åsa")]
    assert run("erase", "7").stdout == "Erased.\n"
    assert (run("erase", "7").exit_code, run("show", "0401110007").exit_code) == (1, 1)


def test_a_refused_row_is_said_and_ends_in_one(run: Run, file: Path) -> None:
    file.write_text("customer_id,language,postcodes\n1,de,\n2,fi,100\n", "utf-8")
    done = run("import", file)
    assert (done.exit_code, done.stdout, done.stderr) == (
        1,
        "1 added, 0 changed, 0 unchanged, 1 refused\n",
        "line 2: refused: language: must be fi, sv or en\nline 3: postcode 100 is read as 00100\n",
    )


def test_a_file_of_another_kind_is_refused(run: Run, file: Path) -> None:
    file.write_bytes(b"\xff\xfe;\xe4\n")
    done = run("import", file)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "there is no column customer_id" in done.stderr


def test_what_is_not_a_number_is_nobody(run: Run) -> None:
    done = run("show", "anonymous")
    assert (done.exit_code, done.stderr) == (1, "Error: That is not a telephone number.\n")
