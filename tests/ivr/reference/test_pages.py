"""The reference is made from the code; `make check` holds what is in `docs/` to it."""

from dataclasses import fields
from pathlib import Path

from click.testing import CliRunner

from ivr.api.description import description
from ivr.cli import COMMANDS
from ivr.measures import TURNS
from ivr.privacy.stores import STORES
from ivr.reference.__main__ import command
from ivr.reference.metrics import metrics
from ivr.reference.pages import pages, stale, write
from ivr.settings import Settings


def test_every_setting_command_table_and_request_is_on_a_page() -> None:
    made = pages()
    assert all(f"| `{f.name.upper()}` | " in made["settings.md"] for f in fields(Settings))
    assert all(f"## linja {name}\n" in made["commands.md"] for name in COMMANDS)
    assert all(f"| `{store.table}` | " in made["data.md"] for store in STORES)
    assert all(f" {path}` | " in made["api.md"] for path in description()["paths"])


def test_metrics_are_told_before_anything_is_counted() -> None:
    told = metrics()
    assert f"{TURNS._name}_total" in told  # noqa: SLF001 -- the library's only name for it
    assert {"linja_turn_seconds", "linja_callbacks_overdue", "linja_feed_state"} <= told.keys()
    row = next(row for row in pages()["metrics.md"].splitlines() if "linja_turns_total" in row)
    assert "| `result` |" in row


def test_a_page_that_is_out_of_step_is_named(tmp_path: Path) -> None:
    assert len(stale(tmp_path)) == len(pages())
    write(tmp_path)
    assert stale(tmp_path) == []
    (tmp_path / "settings.md").write_text("old", "utf-8")
    (tmp_path / "nothing.md").write_text("of no page", "utf-8")
    assert stale(tmp_path) == ["nothing.md", "settings.md"]
    done = CliRunner().invoke(command, ["--check", str(tmp_path)])
    assert (done.exit_code, "make reference" in done.stderr) == (1, True)
    assert CliRunner().invoke(command, [str(tmp_path)]).exit_code == 0
    assert stale(tmp_path) == ["nothing.md"]
