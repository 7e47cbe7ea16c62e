"""`linja outages …`: a person's word, as it is typed."""

from pathlib import Path
from typing import Any

import pytest

from tests.ivr.commands.conftest import Linja, held
from tests.ivr.feeds.conftest import item

ADD = ("outages", "add", "--service", "electricity", "--by", "Eva")


def pushed(linja: Linja, **changes: Any) -> None:
    assert linja("feed", "push", "grid", "-", items=[item(**changes)]).exit_code == 0


def test_a_notice_is_added_listed_and_ended_with_its_persons_name(linja: Linja) -> None:
    added = linja(*ADD, "--areas", "29900, Pori", "--estimate", "19.00", "--message", "fi=Hei.")
    assert (added.exit_code, added.stderr) == (0, "")
    (one,) = held(linja)
    assert (one["source"], one["messages"], one["details"]) == (
        "manual",
        {"fi": "Hei."},
        {"by": "Eva"},
    )
    assert one["areas"] == ["29900", {"municipality": "Pori"}]
    assert added.stdout.endswith("29900, Pori  by Eva  heard until 23.11. 15.00\n")
    assert one["estimated_restoration"] == "2026-11-22T19:00:00+02:00"
    assert linja("outages", "end", one["id"], "--by", "Jan").exit_code == 0
    done = linja("outages", "history", "manual").stdout.splitlines()
    assert [line.split("  ")[1:3] for line in done] == [["Eva", "added"], ["Jan", "ended"]]


def test_a_clock_time_that_has_passed_is_tomorrows(linja: Linja) -> None:
    linja(*ADD, "--areas", "29900", "--estimate", "7")
    assert held(linja)[0]["estimated_restoration"] == "2026-11-23T07:00:00+02:00"


def test_a_correction_is_shown_beside_what_the_source_says(linja: Linja) -> None:
    pushed(linja)
    linja("outages", "correct", "grid", "F-1", "--by", "Eva", "--estimate", "2026-11-22T20:00")
    (one,) = held(linja)
    assert one["estimated_restoration"] is None
    assert one["correction"]["estimate"] == "2026-11-22T18:00:00+00:00"
    assert "estimate 22.11. 20.00" in linja("outages").stdout
    assert "corrected by Eva" in linja("outages").stdout


def test_planned_work_that_has_begun_is_listed_as_going_on(linja: Linja) -> None:
    pushed(linja, status="scheduled", starts_at="2026-11-22T14:30:00+02:00")
    assert "  planned  active  " in linja("outages").stdout


def test_what_is_silenced_is_listed_with_the_reason(linja: Linja) -> None:
    pushed(linja)
    linja("outages", "silence", "grid", "F-1", "--by", "Eva", "--reason", "a test")
    assert "silenced by Eva (a test)" in linja("outages").stdout
    assert linja("outages", "end", "grid", "F-1", "--by", "Eva").exit_code == 0
    assert "silenced" not in linja("outages").stdout


def test_areas_that_nobody_knows_are_counted(linja: Linja) -> None:
    pushed(linja, areas=["00001"])
    told = "Areas that cover no postcode: 1. Outages that are heard nowhere: 1.\n"
    assert linja("outages").stderr == told


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((*ADD, "--areas", "00001"), "there is no such place"),
        ((*ADD, "--areas", "29900", "--message", "Hei"), "write it as fi=TEXT"),
        (("outages", "correct", "grid", "Z", "--by", "E", "--no-estimate"), "no source 'grid'"),
        (("outages", "correct", "grid", "Z", "--by", "E"), "Say what is different"),
        (("outages", "end", "manual", "Z", "--by", "E"), "no source 'manual'"),
        (("outages", "confirm-suspicion", "Z", "--by", "E"), "no suspicion Z"),
        (("outages", "dismiss-suspicion", "Z", "--by", "E"), "no suspicion Z"),
        (("outages", "confirm", "grid", "--by", "E"), "no source 'grid'"),
        (("outages", "major", "grid", "water", "--by", "E"), "no source 'grid'"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    linja: Linja, words: tuple[str, ...], why: str
) -> None:
    refused = linja(*words)
    assert refused.exit_code == 1
    assert why in refused.stderr


def test_without_a_name_nothing_is_done(linja: Linja) -> None:
    pushed(linja)
    assert linja("outages", "silence", "grid", "F-1", "--reason", "x").exit_code == 2
    nobody = linja("outages", "silence", "grid", "F-1", "--reason", "x", "--by", " ")
    assert "give a person's name" in nobody.stderr


def test_nothing_waits_and_a_storm_is_declared(linja: Linja) -> None:
    pushed(linja)
    assert linja("outages", "confirm", "grid", "--by", "E").stdout == "Nothing was waiting.\n"
    said = linja("outages", "major", "grid", "electricity", "--by", "E").stdout
    assert said == "grid: electricity is a major disturbance.\n"
    over = linja("outages", "major", "grid", "electricity", "--by", "E", "--over").stdout
    assert over == "grid: electricity is no longer a major disturbance.\n"


def test_what_waits_is_shown_and_confirmed_for_the_whole_source(
    linja: Linja, tmp_path: Path
) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("customer_id,postcodes\n1,29900\n2,29900\n")
    settings = tmp_path / "grid.yaml"
    settings.write_text("sources: {grid: {confirm_over: 1}}\n")
    assert linja("customers", "import", str(customers)).exit_code == 0
    assert linja("feed", "apply", str(settings)).exit_code == 0
    pushed(linja)
    assert "waits for a second person in 1 postcodes" in linja("outages").stdout
    assert linja("feed", "confirm", "grid").stdout == "Nothing was held.\n"
    said = linja("feed", "confirm", "grid", "--by", "Eva").stdout
    assert said == "Heard now: F-1\nNothing was held.\n"
    assert "waits" not in linja("outages").stdout


def test_a_place_that_there_is_not_is_named_and_the_notice_is_heard_in_the_others(
    linja: Linja,
) -> None:
    added = linja(*ADD, "--areas", "29900,Porri")
    assert (added.exit_code, added.stderr) == (
        0,
        "There is no place Porri: nobody hears of it there.\n",
    )
    assert held(linja)[0]["unmatched"] == [{"municipality": "Porri"}]


def test_what_is_empty_is_said(linja: Linja) -> None:
    listed = [
        linja("outages"),
        linja("outages", "suspicions"),
        linja("messages"),
        linja("reports"),
    ]
    assert [one.stdout for one in listed] == [""] * 4
    assert [one.stderr for one in listed] == [
        "Nobody hears of any outage.\n",
        "Nothing is suspected.\n",
        "No message is to be sent.\n",
        "Nobody has reported that it is still out.\n",
    ]
