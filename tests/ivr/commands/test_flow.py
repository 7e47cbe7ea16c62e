"""`linja flow`, as typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.definition import read_flow
from ivr.commands.flow import command

LIBRARY = Path(__file__).parents[3] / "flows" / "library"
EXITS = (
    "    exits: {unanswered: nobody, closed: callback, callback: callback, voicemail: voicemail}\n"
)
OTHER_DELIVERY = f"  other:\n    type: human\n    topic: delivery\n{EXITS}"
OTHER_FAULT = f"  other:\n    type: human\n{EXITS}"
DEFECTS = Path(__file__).parents[2] / "flows" / "defects"
DELIVERY = (LIBRARY / "delivery.yaml").read_text("utf-8")

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    environ = {"LINJA_DATA_DIR": str(tmp_path / "data")}
    return lambda *words: CliRunner(env=environ).invoke(command, [str(word) for word in words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "delivery.yaml"
    path.write_text(DELIVERY, "utf-8")
    return path


def change(file: Path, was: str, now: str) -> None:
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, now, 1), "utf-8")


def test_the_shipped_flows_have_no_problem(run: Run) -> None:
    done = run("check", *sorted(LIBRARY.glob("*.yaml")))
    assert (done.exit_code, done.output) == (0, "")


def test_every_problem_is_a_line_with_its_place(run: Run) -> None:
    file = DEFECTS / "key-spoken-not-bound.yaml"
    done = run("check", file)
    assert done.exit_code == 1
    assert [line.split(": ")[:2] for line in done.stdout.splitlines()] == [
        [f"{file}:20", "key-not-spoken"],
        [f"{file}:20", "key-spoken-not-bound"],
    ]


def test_a_warning_is_told_and_does_no_harm(run: Run) -> None:
    done = run("check", DEFECTS / "too-many-keys.yaml")
    assert done.exit_code == 0
    assert ": too-many-keys: " in done.stdout
    assert done.stdout.endswith(" (warning)\n")


def test_a_flow_can_go_to_another_of_the_files_given(run: Run) -> None:
    known = DEFECTS / "known"
    alone = run("check", known / "first-half.yaml")
    both = run("check", known / "first-half.yaml", known / "second-half.yaml")
    assert (alone.exit_code, both.exit_code) == (1, 0)
    assert "unknown-flow" in alone.stdout


def test_checking_needs_no_database(run: Run, tmp_path: Path, file: Path) -> None:
    run("check", file)
    run("test", file)
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_not_utf_8_is_said_to_be_so(run: Run, file: Path) -> None:
    file.write_bytes("# å\n".encode("latin-1"))
    done = run("check", file)
    assert (done.exit_code, done.stderr) == (1, f"Error: {file}: is not UTF-8: save it as UTF-8\n")


def test_every_scenario_is_a_line(run: Run, file: Path) -> None:
    done = run("test", file)
    flow = read_flow(DELIVERY).flow
    assert flow is not None
    assert done.exit_code == 0
    names = [line.rpartition(": ")[2] for line in done.stdout.splitlines()]
    assert names == [scenario.name for scenario in flow.scenarios]
    assert all(line.startswith(f"ok  {file}:") for line in done.stdout.splitlines())


def test_a_scenario_that_fails_says_at_which_beat_and_what_came(run: Run) -> None:
    done = run("test", DEFECTS / "scenario-broken.yaml")
    assert done.exit_code == 1
    first, second = done.stdout.splitlines()
    assert first.startswith("ok  ")
    assert second.startswith("FAILED  ")
    assert second.endswith("beat 3: expected 'bills' to be rung, but 'any' was")


def test_a_flow_with_an_error_is_not_tried(run: Run) -> None:
    done = run("test", DEFECTS / "unknown-flow.yaml")
    assert done.exit_code == 1
    assert "FAILED" in done.stdout
    assert "unknown-flow" in done.stdout


def test_what_is_published_is_listed_as_live(run: Run, file: Path) -> None:
    assert run("list", "--json").stdout == "[]\n"
    done = run("publish", file, "--note", "Ensimmäinen")
    assert done.exit_code == 0
    (row,) = json.loads(run("list", "--json").stdout)
    assert (row["name"], row["note"]) == ("delivery", "Ensimmäinen")
    assert row["hash"] in done.stdout
    assert row["hash"] in run("list").stdout
    assert run("publish", file, "--note", "Again").stdout.startswith("Nothing is new")


def test_publishing_needs_a_sentence(run: Run, file: Path) -> None:
    assert run("publish", file).exit_code == 2


def test_a_flow_with_an_error_is_refused_with_every_problem(run: Run, file: Path) -> None:
    change(file, "{1: missing, 2: elsewhere, 3: other}", "{1: missing, 2: nowhere, 9: other}")
    done = run("publish", file, "--note", "Broken")
    assert done.exit_code == 1
    for id_ in ("edge-to-nowhere", "reserved-key-bound", "key-spoken-not-bound"):
        assert f": {id_}: " in done.stderr
    assert run("list", "--json").stdout == "[]\n"


def test_a_broken_scenario_keeps_a_flow_from_callers(run: Run, file: Path) -> None:
    change(file, "  missing:\n    type: human\n    topic: delivery", "  missing:\n    type: human")
    done = run("publish", file, "--note", "Another team")
    assert (done.exit_code, ": scenario-broken: " in done.stderr) == (1, True)


def test_a_difference_is_told_in_plain_words(run: Run, file: Path) -> None:
    assert run("diff", file).stdout == "delivery is not live: everything is new.\n"
    run("publish", file, "--note", "First")
    assert run("diff", file).stdout == "Nothing is new: this is what is live.\n"
    change(file, OTHER_DELIVERY, "")
    change(file, "3: other", "3: person")
    assert run("diff", file).stdout.splitlines() == [
        "step main: key 3 leads to person, was other",
        "step other (human): taken away",
    ]


def test_a_draft_that_cannot_go_live_is_not_compared(run: Run) -> None:
    done = run("diff", DEFECTS / "edge-to-nowhere.yaml")
    assert done.exit_code == 1
    assert "it cannot go live" in done.stderr


def test_rolling_back_puts_the_version_before_live(run: Run, file: Path) -> None:
    run("publish", file, "--note", "First")
    (first,) = json.loads(run("list", "--json").stdout)
    change(file, "3: other", "3: missing")
    change(file, OTHER_DELIVERY, "")
    run("publish", file, "--note", "Second")
    done = run("rollback", "delivery")
    assert done.exit_code == 0
    assert "Rolled back to: First" in done.stdout
    (row,) = json.loads(run("list", "--json").stdout)
    assert row["hash"] == first["hash"]
    again = run("rollback", "delivery")
    assert (again.exit_code, again.stderr) == (
        1,
        "Error: delivery: there is no version before the live one\n",
    )


def test_a_flow_that_goes_to_another_takes_its_live_version(run: Run, tmp_path: Path) -> None:
    fault = tmp_path / "fault-line.yaml"
    fault.write_text((LIBRARY / "fault-line.yaml").read_text("utf-8"), "utf-8")
    service = LIBRARY / "customer-service.yaml"
    run("publish", service, "--note", "With the shipped fault line")
    change(fault, "3: other", "3: duty")
    change(fault, OTHER_FAULT, "")
    run("publish", fault, "--note", "Everything to the one on duty")
    assert run("diff", service).stdout.splitlines() == [
        "fault-line: step other (human): taken away",
        "fault-line: step what: key 3 leads to duty, was other",
    ]
