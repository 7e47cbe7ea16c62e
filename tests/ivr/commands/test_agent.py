"""Who takes calls: `linja agent`."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main

TEAMS = """
teams:
  service-fi: {language: fi, desk: true}
  faults: {language: fi, dial: "+358931570040"}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture(autouse=True)
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One team sits at desks; aino may sign in."""
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path / "data"))
    file = tmp_path / "teams.yaml"
    file.write_text(TEAMS)
    assert run("config", "apply", str(file)).exit_code == 0
    run("user", "add", "aino", "--role", "agent", "--password", "kolme pientä porsasta")


def test_somebody_becomes_an_agent_and_is_available() -> None:
    made = run("agent", "set", "aino", "--telephone", "+358401234567", "--team", "service-fi")
    assert made.output == "aino: +358401234567, service-fi.\n"
    assert run("agent", "state", "aino", "available").output == "aino is available.\n"
    listed = run("agent", "list").output
    assert listed.startswith("aino  available since ")
    assert listed.endswith("  +358401234567  service-fi\n")


@pytest.mark.parametrize("telephone", ["sip:aino@example.fi", "client:aino"])
def test_a_telephone_may_be_an_address(telephone: str) -> None:
    assert (
        run("agent", "set", "aino", "--telephone", telephone, "--team", "service-fi").exit_code
        == 0
    )


def test_what_is_wrong_is_said_and_nothing_kept() -> None:
    for arguments, words in {
        ("eeva", "+358401234567", "service-fi"): "There is nobody named 'eeva'",
        ("aino", "0401234567", "service-fi"): "is no telephone",
        ("aino", "+358401234567", "sales"): "No such team: sales. There are: faults, service-fi.",
    }.items():
        name, telephone, team = arguments
        refused = run("agent", "set", name, "--telephone", telephone, "--team", team)
        assert (refused.exit_code, words in refused.stderr) == (1, True)
    assert run("agent", "list").output == "Nobody is an agent yet: `linja agent set NAME`.\n"
    assert "is no agent" in run("agent", "state", "aino", "available").stderr


def test_a_team_without_desks_is_told_of() -> None:
    made = run("agent", "set", "aino", "--telephone", "+358401234567", "--team", "faults")
    assert "faults: not a desk yet" in made.stderr
