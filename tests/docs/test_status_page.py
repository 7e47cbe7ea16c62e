"""docs/feeds/status_page.md: its body is read as it shows, and every option is told."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.feeds.check_command import command as check
from outage_feed.formats.status_page import Options
from tests.docs.blocks import DOCS, blocks

PAGE = "feeds/status_page.md"


def test_what_is_tried_shows_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the output has changed, copy what is shown now into the page."""
    monkeypatch.chdir(tmp_path)
    (sources,), (body,) = blocks(PAGE, "yaml"), blocks(PAGE, "json")
    Path("sources.yaml").write_text(sources, "utf-8")
    Path("body.json").write_text(body, "utf-8")
    line, _, shown = blocks(PAGE, "console")[0].partition("\n")

    result = CliRunner().invoke(check, line.removeprefix("$ .venv/bin/linja feed check ").split())

    assert result.output == shown
    assert result.exit_code == 0


@pytest.mark.parametrize("option", Options.model_fields)
def test_every_option_is_told(option: str) -> None:
    assert f"\n| `{option}` | " in (DOCS / PAGE).read_text("utf-8")
