"""What is said has been read by a person: any change to it shows here first."""

import difflib
import os
from pathlib import Path

import pytest

from tests.flows.spoken import spoken

REVIEWED = Path(__file__).with_name("spoken.txt")
REWRITE = "SPOKEN_REWRITE=1 .venv/bin/python -m pytest -q tests/flows/test_spoken.py"


def test_everything_that_is_said_has_been_reviewed() -> None:
    said = spoken()
    if os.environ.get("SPOKEN_REWRITE"):
        REVIEWED.write_text(said, "utf-8")
    reviewed = REVIEWED.read_text("utf-8")

    if said != reviewed:
        diff = difflib.unified_diff(
            reviewed.splitlines(), said.splitlines(), "reviewed", "said now", lineterm=""
        )
        pytest.fail(
            "\n".join(diff) + f"\n\nRead every changed line aloud; if it is right, run\n{REWRITE}",
            pytrace=False,
        )
