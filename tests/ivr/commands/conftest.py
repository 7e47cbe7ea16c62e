"""Commands of feeds and outages, as they are typed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main

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
    """Return the outages that there are."""
    listed: list[dict[str, Any]] = json.loads(linja("outages", "--json").stdout)
    return listed
