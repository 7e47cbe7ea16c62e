"""A recorded series, played with its own clock: what a caller there would have heard when."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ivr.clock import HELSINKI
from ivr.commands.feed import command
from ivr.feeds.replay import Came, Heard, Played, replay
from ivr.feeds.replay_files import NoTime, Recorded, read_series
from tests.ivr.feeds.conftest import item
from tests.outage_feed.made import at

STORY = Path(__file__).parent / "replays" / "a_fault_with_every_turn.jsonl"
POLL = {"url": "https://example.com/x", "every_seconds": "600", "complete": "true"}
POLLED = {"format": "own-json", "poll": POLL}


def clock(time: datetime) -> str:
    return f"{time.astimezone(HELSINKI):%d. %H.%M}"


def heard(
    recorded: list[Recorded], settings: dict[str, Any] | None = None
) -> list[tuple[str, list[str], str]]:
    """When it changed, the states, and the time that the first speaks of."""
    played = Played("grid", "29900", settings or {})
    return [
        (
            clock(event.at),
            [notice.state for notice in event.place.notices],
            next((clock(n.at) for n in event.place.notices if n.at), ""),
        )
        for event in replay(played, recorded)
        if isinstance(event, Heard)
    ]


def test_a_fault_that_moves_is_repaired_comes_back_loses_its_estimate_and_ends() -> None:
    assert heard(read_series([STORY])) == [
        ("22. 14.12", ["no_eta"], ""),
        ("22. 14.40", ["eta"], "22. 17.00"),
        ("22. 16.30", ["eta"], "22. 18.00"),
        ("22. 18.00", ["overdue"], "22. 18.00"),
        ("22. 18.20", ["restored"], "22. 18.15"),
        ("22. 18.40", ["reopened_none"], ""),
        ("22. 19.00", ["reopened_eta"], "22. 21.00"),
        ("22. 20.10", ["withdrawn"], ""),
        ("22. 22.00", ["partial_eta"], "22. 23.00"),
        ("22. 22.50", ["restored"], "22. 22.45"),
        ("23. 00.45", [], ""),
    ]


def test_the_story_tells_the_same_in_any_order_of_its_files() -> None:
    series = read_series([STORY])
    assert heard(series[::-1]) == heard(series)


def test_a_source_that_falls_silent_says_less_and_less() -> None:
    sent = item(estimated_restoration="2026-11-23T12:00:00+02:00")
    assert heard([delivery("14:10", sent)]) == [
        ("22. 14.10", ["eta"], "23. 12.00"),
        ("22. 19.11", ["no_eta"], ""),
        ("22. 20.11", ["stale"], "22. 14.10"),
        ("23. 14.11", [], ""),
    ]


def delivery(came: str, *items: dict[str, Any], **head: Any) -> Recorded:
    return Recorded(at(came), came, json.dumps({"outages": items, **head}).encode())


def test_a_polled_list_that_lacks_it_twice_closes_it_and_once_does_not() -> None:
    series = [
        delivery("14:10", item()),
        delivery("14:20"),
        delivery("14:30", item()),
        delivery("14:40"),
        delivery("14:50"),
    ]
    assert heard(series, POLLED) == [("22. 14.10", ["no_eta"], ""), ("22. 14.50", [], "")]


def test_what_cannot_be_read_is_told_and_changes_nothing() -> None:
    broken = Recorded(at("14:20"), "broken", b"{")
    events = list(replay(Played("grid", "29900", {}), [delivery("14:10", item()), broken]))
    answers = [event.answer for event in events if isinstance(event, Came)]
    assert "errors" in answers[1]
    assert [event.at for event in events if isinstance(event, Heard)][:2] == [
        at("14:10"),
        at("20:11"),
    ]


@pytest.mark.parametrize(
    ("name", "body", "came"),
    [
        ("2026-11-22T14.05.json", {}, at("14:05")),
        ("20261122T120500Z.json", {}, at("14:05")),
        ("push-2026-11-22_14-05-00.json", {}, at("14:05")),
        ("a.json", {"as_of": "2026-11-22T14:05:00+02:00"}, at("14:05")),
        (
            "a.json",
            {"outages": [item(), item(updated_at="2026-11-22T14:20:00+02:00")]},
            at("14:20"),
        ),
        ("a.xml", "<alert><sent>2026-11-22T14:05:00+02:00</sent></alert>", at("14:05")),
    ],
)
def test_when_a_file_came_is_in_its_name_or_in_it(
    tmp_path: Path, name: str, body: Any, came: datetime
) -> None:
    file = tmp_path / name
    file.write_text(body if isinstance(body, str) else json.dumps(body))
    (one,) = read_series([file])
    assert one.at == came


@pytest.mark.parametrize(
    ("name", "body"), [("a.json", "{}"), ("a.json", "["), ("a.jsonl", "{}"), ("a.xml", "<a/>")]
)
def test_a_file_without_a_time_is_refused(tmp_path: Path, name: str, body: str) -> None:
    file = tmp_path / name
    file.write_text(body)
    with pytest.raises(NoTime, match=r"a\.(json|jsonl|xml)"):
        read_series([file])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "on alkanut uudelleen. Korjausajasta ei ole vielä arviota."),
        ("sv", "har börjat på nytt. Vi kan ännu inte säga när felet är åtgärdat."),
        ("en", "has started again. We cannot say yet when it will be repaired."),
    ],
)
def test_the_command_prints_the_words_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path / "var"))
    where = ["--source", "grid", "--postcode", "29900", "--language", language]
    done = CliRunner().invoke(command, ["replay", *where, str(STORY)])
    assert done.exit_code == 0
    lines = [line for line in done.stdout.splitlines() if line.startswith("22.11. 18.40")]
    assert lines[0].endswith("a_fault_with_every_turn.jsonl:6: accepted 1")
    assert lines[1].endswith(said)
    assert not (tmp_path / "var").exists()


def test_a_file_without_a_time_is_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}")
    words = ["replay", "--source", "grid", "--postcode", "29900", str(file)]
    refused = CliRunner().invoke(command, words)
    assert refused.exit_code == 1
    assert "when did it come?" in refused.stderr
