"""`linja feed` and `linja outages`, as they are typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ivr.commands.conftest import Linja, held
from tests.ivr.feeds.conftest import item


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
