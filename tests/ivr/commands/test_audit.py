"""`linja audit`, as typed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eeva's, on a Monday."""
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LINJA_CLOCK", "2026-11-23T10:00:00+02:00")
    monkeypatch.setenv("SUDO_USER", "eeva")
    monkeypatch.setattr("os.getuid", lambda: 0)


def test_what_was_typed_is_listed_with_who_typed_it() -> None:
    assert run("audit").stderr == "Nothing is noted.\n"
    run("user", "add", "aino", "--role", "agent", "--password", "kolme pientä porsasta")
    run("user", "roles", "aino", "--role", "viewer")
    newest, first = run("audit").stdout.splitlines()
    assert newest.endswith("eeva  (command eeva)  user.roles  aino  roles: agent -> viewer")
    assert first.endswith("user.added  aino  roles: agent")


def test_programs_read_it_as_json_and_people_choose() -> None:
    run("api", "token", "crm", "--scope", "read")
    run("hold")
    (one,) = json.loads(run("audit", "--what", "api_token.made", "--json").stdout)
    assert one.pop("at").startswith("2026-11-23T10:00:")
    assert one == {
        "id": 1,
        "who": "eeva",
        "came_by": "command eeva",
        "what": "api_token.made",
        "about": "crm",
        "before": None,
        "after": {"scope": "read"},
    }
    assert run("audit", "--to", "2026-11-22", "--json").stdout == "[]\n"
    assert len(run("audit", "--from", "2026-11-23").stdout.splitlines()) == 2


@pytest.mark.parametrize("day", ["x", "9999-12-31"])
def test_what_is_no_day_is_said(day: str) -> None:
    done = run("audit", "--to", day)
    assert (done.exit_code, "is no day: write 2026-11-23" in done.stderr) == (2, True)
