"""docs/feeds/mapping.md: its files are read as it shows, and every setting is told."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.feeds.check_command import command as check
from outage_feed.formats import mapped_csv, mapped_json, mapped_xml
from outage_feed.mapping.fields import Fields
from outage_feed.mapping.mapped import Ignore
from outage_feed.mapping.places import AreasOf
from outage_feed.mapping.settings import Setting
from outage_feed.mapping.times import TimeOf
from outage_feed.mapping.words import WordsOf
from tests.docs.blocks import DOCS, blocks

PAGE = "feeds/mapping.md"
TRIED = [block for block in blocks(PAGE, "console") if " feed check " in block]
(EXPORT,) = blocks(PAGE, "json")
(TABLE,) = blocks(PAGE, "csv")
(XML,) = blocks(PAGE, "xml")
MODELS = [
    mapped_json.Options,
    mapped_csv.Options,
    mapped_xml.Options,
    Fields,
    AreasOf,
    TimeOf,
    WordsOf,
]
SOURCES = [block for block in blocks(PAGE, "yaml") if block.startswith("sources:")]


@pytest.mark.parametrize("step", range(4), ids=["four fields", "the whole", "a table", "XML"])
def test_what_is_tried_shows_what_the_page_shows(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the output has changed, copy what is shown now into the page."""
    monkeypatch.chdir(tmp_path)
    Path("export.json").write_text(EXPORT, "utf-8")
    Path("export.csv").write_text(TABLE, "utf-8")
    Path("export.xml").write_text(XML, "utf-8")
    Path("sources.yaml").write_text(SOURCES[step], "utf-8")
    line, _, shown = TRIED[step].partition("\n")
    arguments = line.removeprefix("$ .venv/bin/linja feed check ").split()

    result = CliRunner().invoke(check, arguments)

    assert result.output == shown
    assert result.exit_code == ("refused:" in shown)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__module__)
def test_every_setting_is_told(model: type[Setting]) -> None:
    page = (DOCS / PAGE).read_text("utf-8")
    names = [field.alias or name for name, field in model.model_fields.items()]

    assert [name for name in names if f"\n| `{name}` | " not in page] == []


def test_what_is_left_out_is_told() -> None:
    assert f"`{{{', '.join(Ignore.model_fields)}}}`" in (DOCS / PAGE).read_text("utf-8")


def test_settings_that_differ_between_formats_are_told_for_each() -> None:
    page = (DOCS / PAGE).read_text("utf-8")
    for name in ("list", "count"):
        assert f"\n| `{name}` | JSON: " in page
    assert "\n| `root` | XML: " in page
    for name in ("delimiter", "encoding"):
        assert f"\n| `{name}` | CSV: " in page
