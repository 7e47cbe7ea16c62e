"""`linja call` beside a running server, and without one."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.commands.call import command
from ivr.run.runfile import Run, write_run
from simulator.server import served
from simulator.testing import exchange_for
from tests.simulator.scripted_app import ScriptedApp

LINES = {"customer-service": "+358931570000", "fault-line": "+358931570001"}


@pytest.fixture
def app() -> ScriptedApp:
    return ScriptedApp(
        {
            "/voice/incoming": '<Gather numDigits="1" action="/key"><S>hyvää päivää</S></Gather>',
            "/key": "<Dial>+358931570010</Dial>",
        }
    )


@pytest.fixture
def running(app: ScriptedApp, tmp_path: Path) -> Iterator[Path]:
    with served(exchange_for(app)) as url:
        write_run(tmp_path, Run(os.getpid(), 8000, "http://127.0.0.1:8000", url, lines=LINES))
        yield tmp_path


def _call(data_dir: Path, *words: str, typed: str = "", **environ: str) -> Result:
    env = {"LINJA_DATA_DIR": str(data_dir)} | environ
    return CliRunner().invoke(command, [*words], env=env, input=typed)


def test_the_transcript_as_json(running: Path) -> None:
    result = _call(running, "--press", "0", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "transcript": [
            {"say": "hyvää päivää", "language": "fi-FI"},
            {"key": "0"},
            {"dial": "+358931570010"},
        ],
        "ended": "person",
    }
    assert "hyvää päivää" in result.stdout


def test_the_transcript_for_people(running: Path) -> None:
    result = _call(running, "--press", "")
    assert result.stdout.splitlines() == ["fi-FI  hyvää päivää", "    >  (silence)", "-- hangup"]


@pytest.mark.parametrize(
    ("words", "from_", "to"),
    [
        ((), "+358401110001", "+358931570000"),
        (("--from", "040 111 0002", "--to", "fault-line"), "+358401110002", "+358931570001"),
        (("--from", "anonymous", "--to", "09 3157 0001"), "anonymous", "+358931570001"),
    ],
)
def test_who_calls_whom(
    running: Path, app: ScriptedApp, words: tuple[str, ...], from_: str, to: str
) -> None:
    assert _call(running, *words, "--press", "").exit_code == 0
    assert (app.asked[0].params["From"], app.asked[0].params["To"]) == (from_, to)


def test_by_hand(running: Path) -> None:
    result = _call(running, typed="1\nh\n")
    assert result.exit_code == 0
    assert "fi-FI  hyvää päivää" in result.stdout
    assert "key(s), Enter = silence, h = hang up" in result.stdout
    assert result.stdout.splitlines()[-1] == "-- person"


def test_a_line_that_is_not_there(running: Path) -> None:
    result = _call(running, "--to", "sales", "--press", "1")
    assert result.exit_code == 1
    assert "no line named 'sales'. Names: customer-service, fault-line" in result.stderr


def test_the_end_of_the_input_hangs_up(running: Path) -> None:
    result = _call(running, typed="")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "-- caller"


def test_a_key_that_is_none(running: Path) -> None:
    result = _call(running, "--press", "one")
    assert result.exit_code == 1
    assert "'one': keys are 0-9, * and #" in result.stderr


def test_nothing_runs(tmp_path: Path) -> None:
    result = _call(tmp_path, "--press", "1")
    assert result.exit_code == 1
    assert f"Error: Nothing is running on {tmp_path}. Start it with: make run" in result.stderr
    assert "LINJA_DATA_DIR" in result.stderr


def test_a_simulator_that_has_gone(tmp_path: Path) -> None:
    write_run(tmp_path, Run(os.getpid(), 8000, "http://127.0.0.1:8000", "http://127.0.0.1:9"))
    result = _call(tmp_path, "--press", "1")
    assert result.exit_code == 1
    assert "Nothing is running on http://127.0.0.1:8000." in result.stderr


def test_on_twilio_it_refuses_and_says_why(running: Path) -> None:
    result = _call(
        running,
        TWILIO_ACCOUNT_SID="AC" + "0" * 32,
        TWILIO_AUTH_TOKEN="x",
        PUBLIC_URL="https://ivr.example.fi",
    )
    assert result.exit_code == 1
    assert "Calls come from Twilio here" in result.stderr


def test_a_server_that_runs_on_twilio(tmp_path: Path) -> None:
    write_run(tmp_path, Run(os.getpid(), 8000, "http://127.0.0.1:8000"))
    result = _call(tmp_path)
    assert result.exit_code == 1
    assert "Calls come from Twilio here" in result.stderr


def test_settings_that_contradict_each_other(tmp_path: Path) -> None:
    result = _call(tmp_path, TWILIO_AUTH_TOKEN="x")
    assert result.exit_code == 1
    assert "TWILIO_ACCOUNT_SID" in result.stderr
