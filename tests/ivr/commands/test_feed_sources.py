"""`linja feed`: the settings, tokens and secrets of sources, and how they do."""

import json
from pathlib import Path

import pytest

from tests.ivr.commands.conftest import Linja, held
from tests.ivr.feeds.conftest import item

SETTINGS = """sources:
  grid:
    format: own-json
    services: [electricity]
    areas: ["29900", {municipality: Pori}]
    poll:
      url: https://oms.example.fi/outages
      every_seconds: 300
      headers: {Authorization: Bearer of-the-oms}
"""


@pytest.fixture
def applied(linja: Linja, tmp_path: Path) -> Path:
    """Apply the settings of `grid`; return the file."""
    file = tmp_path / "grid.yaml"
    file.write_text(SETTINGS)
    assert linja("feed", "apply", str(file)).stdout == "Applied: grid (new)\n"
    return file


def test_settings_are_applied_shown_and_applied_again(linja: Linja, applied: Path) -> None:
    shown = linja("feed", "show", "grid")
    assert "- 29900\n    - {municipality: Pori}\n" in shown.stdout
    assert "stale_after_seconds: 21600" in shown.stdout
    assert "of-the-oms" not in shown.stdout
    applied.write_text(shown.stdout)
    assert linja("feed", "apply", str(applied)).stdout == "Applied: grid\n"
    assert linja("feed", "show").stdout == shown.stdout


def test_every_problem_is_named_with_its_line_and_nothing_is_applied(
    linja: Linja, tmp_path: Path
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("sources:\n  grid:\n    services: [gas]\n  water:\n    formatt: cap\n")
    refused = linja("feed", "apply", str(file))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "nothing was applied" in refused.stderr
    assert f"{file}: line 3: sources.grid.services[0]: must be " in refused.stderr
    assert f"{file}: line 5: sources.water.formatt: is not known here" in refused.stderr
    assert linja("feed", "show", "grid").exit_code == 1


@pytest.mark.parametrize("text", ["", "sources: [", "- a", "a: &b 1"])
def test_a_file_that_is_no_settings_is_refused(linja: Linja, tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text)
    refused = linja("feed", "apply", str(file))
    assert refused.exit_code == 1
    assert f"{file}: " in refused.stderr


def test_tokens_are_listed_and_ended_one_by_one(linja: Linja) -> None:
    linja("feed", "token", "grid")
    linja("feed", "token", "grid", "--area", "Pori", "--area", "29900", "--service", "water")
    lines = sorted(linja("feed", "tokens", "grid").stdout.splitlines(), key=len)
    assert lines[0].endswith("push  made 22.11.2026 15.00  never used")
    assert lines[1].endswith("never used  only water, Pori, 29900")
    first, second = (line.split()[0] for line in lines)
    assert linja("feed", "token", "grid", "--end", first).stdout == "Ended.\n"
    assert [line.split()[0] for line in linja("feed", "tokens", "grid").stdout.splitlines()] == [
        second
    ]
    again = linja("feed", "token", "grid", "--end", first)
    assert again.exit_code == 1
    assert "`linja feed tokens grid` lists them" in again.stderr


def test_a_token_for_a_place_that_does_not_exist_is_refused(linja: Linja) -> None:
    refused = linja("feed", "token", "grid", "--area", "Atlantis")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "--area Atlantis: there is no such postcode or municipality" in refused.stderr


def test_secrets_are_shown_once_and_ended_one_by_one(linja: Linja) -> None:
    made = linja("feed", "secret", "grid").stdout
    assert made.startswith("whsec_")
    listed = linja("feed", "secrets", "grid").stdout
    assert listed.endswith("made 22.11.2026 15.00  never used\n")
    assert made.strip() not in listed
    assert linja("feed", "secret", "grid", "--end", listed.split()[0]).stdout == "Ended.\n"
    assert linja("feed", "secrets", "grid").stdout == ""


@pytest.mark.parametrize(
    "words", [("tokens",), ("secrets",), ("show",), ("status",), ("quarantine",)]
)
def test_a_source_that_is_not_there_is_an_error(linja: Linja, words: tuple[str, ...]) -> None:
    refused = linja("feed", *words, "nobody")
    assert refused.exit_code == 1
    assert "no source 'nobody'" in refused.stderr


def test_without_a_source_the_status_says_how_one_is_made(linja: Linja) -> None:
    assert linja("feed", "status").stdout == (
        "There is no source yet: `linja feed token SOURCE` makes one.\n"
    )


def test_the_status_of_each_source_in_a_line(linja: Linja, applied: Path) -> None:
    assert applied
    linja("feed", "push", "water", "-", items=[item(id="A"), item(id="B", areas=["00001"]), {}])
    first, problem, second, *more = linja("feed", "status").stdout.splitlines()
    assert first.startswith("grid  own-json  never  0 open  next poll in 0 s")
    assert problem.strip() == "never heard"
    assert second.startswith("water  by Content-Type  fresh  heard 22.11. 15.00 (")
    assert second.endswith("partly  2 open  1 unmatched  1 quarantined")
    assert more[0].strip().startswith("partly: 2: id: ")


def test_the_status_as_json(linja: Linja, applied: Path) -> None:
    assert applied
    linja("feed", "push", "grid", "-", items=[item()])
    (one,) = json.loads(linja("feed", "status", "grid", "--json").stdout)
    age = one.pop("age_seconds")
    last, poll = one.pop("last_result"), one.pop("poll")
    assert one.pop("last_push_at").startswith("2026-11-22T15:00:0")
    assert one == {
        "source": "grid",
        "format": "own-json",
        "state": "fresh",
        "open": 1,
        "unmatched": 0,
        "held": 0,
        "waiting": 0,
        "quarantined": 0,
        "by_status": {"active": 1},
        "problems": [],
    }
    assert (age < 60, last["result"]) == (True, "taken")
    assert (poll["every_seconds"], poll["result"], poll["next_in_seconds"]) == (300, None, 0)


def test_a_source_is_removed_once_nobody_hears_of_it_or_when_that_is_meant(linja: Linja) -> None:
    linja("feed", "push", "grid", "-", items=[item()])
    refused = linja("feed", "remove", "grid", "--by", "Eva")
    assert refused.exit_code == 1
    assert "grid has outages that are going on or to come: F-1. Say --open-too" in refused.stderr
    done = linja("feed", "remove", "grid", "--by", "Eva", "--open-too")
    assert (
        done.stdout
        == "Removed: grid. Of its outages 1 were open: nobody hears of them any more.\n"
    )
    assert held(linja) == []
    assert "There is no source" in linja("feed", "remove", "grid", "--by", "Eva").stderr
