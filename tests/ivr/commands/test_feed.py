"""`linja feed` and `linja outages`, as they are typed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from tests.ivr.feeds.conftest import item

Linja = Callable[..., Result]


@pytest.fixture
def linja(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Linja:
    """Run a command in a new data directory, at three in the afternoon."""
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("LINJA_CLOCK", "2026-11-22T15:00:00+02:00")

    def run(*words: str, items: list[Any] | None = None, **head: Any) -> Result:
        body = None if items is None else json.dumps({"outages": items, **head})
        return CliRunner().invoke(main, words, input=body)

    return run


def held(linja: Linja) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(linja("outages", "--json").stdout)
    return listed


def test_a_token_is_all_that_is_printed(linja: Linja) -> None:
    first, second = linja("feed", "token", "grid"), linja("feed", "token", "grid")
    assert (first.exit_code, first.stderr) == (0, "")
    assert len(first.stdout.split()) == 1
    assert first.stdout != second.stdout


def test_a_token_for_a_name_that_cannot_be_is_refused(linja: Linja) -> None:
    refused = linja("feed", "token", "a b")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "cannot be a source" in refused.stderr


def test_a_push_prints_its_answer(linja: Linja) -> None:
    done = linja("feed", "push", "grid", "-", items=[item()])
    assert (done.exit_code, json.loads(done.stdout)["accepted"]) == (0, ["F-1"])


def test_a_push_from_a_file(linja: Linja, tmp_path: Path) -> None:
    file = tmp_path / "push.json"
    file.write_text(json.dumps({"outages": [item()]}))
    assert linja("feed", "push", "grid", str(file)).exit_code == 0
    assert [outage["id"] for outage in held(linja)] == ["F-1"]


@pytest.mark.parametrize("items", [[item(), {"id": "F-2"}], [{"id": "F-2"}]])
def test_a_push_with_anything_rejected_exits_with_1(linja: Linja, items: list[Any]) -> None:
    done = linja("feed", "push", "grid", "-", items=items)
    assert done.exit_code == 1
    assert [refused["id"] for refused in json.loads(done.stdout)["rejected"]] == ["F-2"]
    assert "Not everything was accepted" in done.stderr


def test_a_push_of_a_source_that_is_new_says_so(linja: Linja) -> None:
    new, known = (linja("feed", "push", "gird", "-", items=[item()]) for _ in range(2))
    assert new.stderr == "There was no source gird: it is new.\n"
    assert known.stderr == ""


def test_an_unreadable_push_exits_with_1(linja: Linja) -> None:
    done = linja("feed", "push", "grid", "-")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["errors"]


def test_confirm_closes_what_was_held(linja: Linja) -> None:
    linja("feed", "push", "grid", "-", items=[item(id=f"F-{n}") for n in range(20)])
    as_of = "2026-11-22T14:50:00+02:00"
    pushed = linja("feed", "push", "grid", "-", items=[], snapshot=True, as_of=as_of)
    assert len(json.loads(pushed.stdout)["held"]) == 20
    assert len(held(linja)) == 20
    confirmed = linja("feed", "confirm", "grid")
    assert (confirmed.exit_code, confirmed.stdout[:9]) == (0, "Closed 20")
    assert held(linja) == []
    assert linja("feed", "confirm", "grid").stdout == "Nothing was held.\n"


def test_confirm_of_an_unknown_source_is_an_error(linja: Linja) -> None:
    refused = linja("feed", "confirm", "nobody")
    assert refused.exit_code == 1
    assert "no source 'nobody'" in refused.stderr


def test_outages_as_json_have_the_fields_of_the_push_and_their_history(linja: Linja) -> None:
    full = item(
        revision=1,
        kind="unplanned",
        areas=["29900", {"municipality": "484"}],
        starts_at="2026-11-22T14:05:00+02:00",
        estimated_restoration="2026-11-22T18:00:00+02:00",
        ends_at=None,
        cause={"fi": "puu", "sv": "träd"},
        messages={"fi": "Hei"},
    )
    moved = {
        **full,
        "revision": 2,
        "estimated_restoration": "2026-11-22T17:00:00Z",
        "updated_at": "2026-11-22T14:20:00+02:00",
    }
    lost = {
        **full,
        "revision": 3,
        "estimated_restoration": None,
        "updated_at": "2026-11-22T14:30:00+02:00",
    }
    for version in (full, moved, lost):
        linja("feed", "push", "grid", "-", items=[version])
    assert held(linja) == [
        {
            **lost,
            "source": "grid",
            "estimate_history": [
                {"estimate": "2026-11-22T18:00:00+02:00", "at": "2026-11-22T14:10:00+02:00"},
                {"estimate": "2026-11-22T19:00:00+02:00", "at": "2026-11-22T14:20:00+02:00"},
                {"estimate": None, "at": "2026-11-22T14:30:00+02:00"},
            ],
        }
    ]


def test_outages_for_people_leave_out_what_is_long_over(linja: Linja) -> None:
    over = item(id="F-2", status="restored", updated_at="2026-11-22T12:00:00+02:00")
    linja("feed", "push", "grid", "-", items=[item(areas=["29900", "00001"]), over])
    lines = linja("outages").stdout.splitlines()
    assert len(lines) == 1
    assert "grid/F-1" in lines[0]
    assert "unknown: 00001" in lines[0]
    assert len(held(linja)) == 2


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


def test_what_was_refused_is_found_again_and_can_be_sent_again(linja: Linja) -> None:
    linja("feed", "push", "grid", "-", items=[item(), {"id": "F-2"}])
    listed = linja("feed", "quarantine", "grid").stdout
    number = listed.split()[0]
    assert listed.endswith("push  200  152 bytes  F-2: status: Field required\n")
    shown = linja("feed", "quarantine", "grid", number).stdout.partition("\n")[2]
    assert [one["at"] for one in json.loads(shown)[0]["errors"]] == [
        *("status", "service", "areas", "updated_at"),
    ]
    body = linja("feed", "quarantine", "grid", number, "--body").stdout
    assert [one["id"] for one in json.loads(body)["outages"]] == ["F-1", "F-2"]
    missing = linja("feed", "quarantine", "grid", "999")
    assert missing.exit_code == 1


def test_another_type_may_be_pushed_from_a_file(linja: Linja) -> None:
    refused = linja("feed", "push", "grid", "-", "--type", "text/unheard-of", items=[])
    assert refused.exit_code == 1
    assert "unknown Content-Type 'text/unheard-of'" in refused.stdout


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
