"""`linja feed check`: an engineer tries settings on a file before anything is live."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ivr.feeds.check_command import command as check_command

SETTINGS = """sources:
  satakunta:
    format: mapped-json
    options:
      list: items
      time_zone: Europe/Helsinki
      fields:
        id: id
        status: {field: state, words: {Vika: active}}
        service: {always: electricity}
        areas: where
        estimated_restoration: ends
"""
RECORD = {"id": "F-1", "state": "vika", "where": "29900;Luvia", "ends": "2026-11-22T19:00"}
AT = "2026-11-22T15:00+02:00"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(*records: Any, settings: str = SETTINGS, body: str = "", more: str = "") -> Result:
    Path("sources.yaml").write_text(settings, "utf-8")
    Path("export.json").write_text(body or json.dumps({"items": records}), "utf-8")
    arguments = ["sources.yaml", "export.json", "--at", AT, *more.split()]
    return CliRunner().invoke(check_command, arguments)


def test_it_shows_what_would_be_read_and_what_matches_no_postcode() -> None:
    result = check(RECORD)
    assert result.exit_code == 0
    assert "1 read, 0 refused, 0 left out." in result.output
    assert (
        "    areas: 29900, place Luvia (1 postcode)\n    unmatched: place Luvia" in result.output
    )
    assert "    estimated_restoration: 22.11.2026 19.00" in result.output


def test_it_tells_of_postcodes_that_are_not_parted() -> None:
    hint = '"29900 29910" holds a postcode, but is read as one place: say in the settings'
    assert hint in check({**RECORD, "where": "Luvia;29900 29910"}).output
    assert "holds a postcode" not in check({**RECORD, "where": "00001;Luvia;kylä 7"}).output


def test_it_shows_what_is_refused_and_fails() -> None:
    result = check(RECORD, {**RECORD, "id": "F-2", "state": "Myrsky"})
    assert result.exit_code == 1
    assert 'refused: index 1, F-2\n    status: unknown status "Myrsky"' in result.output


def test_it_names_fields_that_no_record_has() -> None:
    without = {name: RECORD[name] for name in ("id", "state", "where")}
    assert "No record has ends: are the names right?" in check(without).output
    assert "No record has" not in check(without, {**RECORD, "id": "F-2", "ends": None}).output


def test_a_long_list_is_cut_and_counted() -> None:
    many = [{**RECORD, "id": f"F-{number}"} for number in range(15)]
    assert "… and 5 more; --all shows them" in check(*many).output
    assert "F-14: electricity" in check(*many, more="--all").output


def test_what_cannot_be_read_at_all_is_said_in_a_line() -> None:
    result = check(body='{"error": "Too many requests"}')
    assert result.exit_code == 1
    assert "items: is not there" in result.output


def test_everything_wrong_with_the_settings_is_said_with_its_line() -> None:
    spoilt = SETTINGS.replace("id: id", "ide: id").replace("Helsinki", "Helsingfors")
    output = check(RECORD, settings=spoilt).output
    assert "line 6: sources.satakunta.options.time_zone: no such time zone" in output
    assert "line 7: sources.satakunta.options.fields.id: is missing" in output
    assert "line 8: sources.satakunta.options.fields.ide: is not known here; known are" in output


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("a: [", "line 1"),
        ("lines: {}", "must have sources:"),
        ("sources: {}", "must have sources:"),
        ("sources: {a: {}}", "names no format"),
        ("sources: {a: {}, b: {}}", "say which with --source: a, b"),
        ("sources: {a: {format: xls}}", "must be one of"),
    ],
)
def test_settings_that_cannot_be_tried_say_why(settings: str, problem: str) -> None:
    result = check(RECORD, settings=settings)
    assert result.exit_code == 1
    assert problem in result.output


def test_one_of_several_sources_is_chosen_by_name() -> None:
    two = SETTINGS + "  other: {format: own-json}\n"
    assert check(RECORD, settings=two, more="--source satakunta").exit_code == 0
    assert "there is no source x" in check(RECORD, settings=two, more="--source x").output


def test_other_formats_are_tried_as_well() -> None:
    own = json.dumps({"outages": [{"id": "F-1"}]})
    result = check(settings="sources: {grid: {format: own-json}}", body=own)
    assert "    status: Field required" in result.output


def test_a_time_without_an_offset_is_refused() -> None:
    result = check(RECORD, more="--at 2026-11-22T15:00")
    assert "--at must be a time with an offset" in result.output
