"""The first administrator, and everybody after: `linja user`."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main

PASSWORD = "kolme pientä porsasta"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path))
    return Run()


class Run:
    """`linja user …` as a person types it."""

    def __call__(self, *arguments: str, typed: str | None = None) -> Result:
        """Run it; `typed` answers what it asks."""
        return CliRunner().invoke(main, ["user", *arguments], input=typed)

    def adds(self, name: str, *roles: str, password: str = PASSWORD) -> Result:
        """Add somebody."""
        named = [part for role in roles for part in ("--role", role)]
        return self("add", name, *named, "--password", password)


def test_the_first_administrator_is_added_and_listed(run: Run) -> None:
    assert run.adds("eeva", "administrator", "auditor").output == (
        "eeva may sign in: administrator, auditor.\n"
    )
    assert run("list").output == "eeva  administrator, auditor\n"


def test_what_is_wrong_is_said_and_nothing_kept(run: Run) -> None:
    assert "12 to 200 characters" in run.adds("eeva", "viewer", password="short").stderr
    assert "cannot be a name" in run.adds("e e", "viewer").stderr
    assert run("list").output == ""
    assert "nobody named" in run("disable", "eeva").stderr
    assert "nobody named" in run("roles", "eeva", "--role", "viewer").stderr


def test_roles_are_replaced_and_people_disabled(run: Run) -> None:
    run.adds("eeva", "administrator")
    run("roles", "eeva", "--role", "viewer")
    run("disable", "eeva")
    assert run("list").output == "eeva  viewer  disabled\n"
    run("enable", "eeva")
    assert run("list").output == "eeva  viewer\n"


def test_a_password_for_once_is_printed_and_nobody_is_asked(run: Run) -> None:
    made = run("add", "Eeva", "--role", "viewer", "--once").output
    assert re.search(r"once, until three days from now: (\w{4}-){3}\w{4}\n", made)
    assert run("list").output == "eeva  viewer  has chosen no password yet\n"
    assert run("password", "eeva", "--password", "seitsemän veljestä").output == "Changed.\n"
    assert run("list").output == "eeva  viewer\n"
    assert "once, until" in run("password", "eeva", "--once").output
    refused = run("password", "eeva", "--once", "--password", PASSWORD)
    assert "either --password or --once" in refused.stderr
    assert "nobody named" in run("password", "jan", "--once").stderr


def test_the_prompt_says_how_long_a_password_must_be(run: Run) -> None:
    asked = run("add", "eeva", "--role", "viewer", typed="\n")
    assert "Password of at least 12 characters: " in asked.output


def test_a_short_password_is_asked_for_again_at_once(run: Run) -> None:
    asked = run("add", "eeva", "--role", "viewer", typed=f"short\n{PASSWORD}\n{PASSWORD}\n")
    assert asked.output.count("Repeat for confirmation") == 1
    assert run("list").output == "eeva  viewer\n"
