"""The tests that pages name are there, and every threat and promise names one."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PAGES = [
    page for page in sorted((ROOT / "docs").glob("*.md")) if NAMED.search(page.read_text("utf-8"))
]


def names_in(file: str) -> set[str]:
    """The names of a file's tests."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_test_that_is_named_is_there(page: Path) -> None:
    named = NAMED.findall(page.read_text("utf-8"))
    missing = [f"{file}::{name}" for file, name in named if name not in names_in(file)]
    assert missing == []


def test_every_threat_is_answered_by_a_test() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = re.findall(r"^\| (?!threat|---)(.+) \|$", text, re.MULTILINE)
    assert len(rows) > 25
    assert [row.split(" | ")[0] for row in rows if not NAMED.search(row)] == []


def test_the_eight_promises_have_their_tests() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    promises = re.findall(r"^\| (\d) \| \*\*(.+?)\*\*.*\|$", text, re.MULTILINE)
    assert [number for number, _ in promises] == [str(number) for number in range(1, 9)]
    told, figures, _ = text.partition("## The last figures")
    assert figures
    rows = re.findall(r"^\| (?!fault|---|\|)(.+) \|$", told, re.MULTILINE)
    assert [row for row in rows if " | " in row and not NAMED.search(row)] == []
