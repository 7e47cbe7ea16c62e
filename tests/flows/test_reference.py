"""The reference in docs/flows.md is made from the code, and in step with it."""

from pathlib import Path

from flows.checks import CHECKS
from flows.facts import FACTS
from flows.reference import MARK, reference, with_reference
from flows.steps import STEP_TYPES

GUIDE = Path(__file__).parents[2] / "docs" / "flows.md"


def test_the_guide_is_in_step_with_the_code() -> None:
    guide = GUIDE.read_text("utf-8")

    assert with_reference(guide) == guide, "run: .venv/bin/linja flow reference docs/flows.md"


def test_every_type_fact_and_check_is_in_the_reference() -> None:
    headings = [f"### {name}\n" for name in STEP_TYPES]
    rows = [f"| `{name}` | " for name in (*FACTS, *CHECKS)]

    missing = [words for words in (*headings, *rows) if words not in reference()]

    assert not missing


def test_what_stands_before_the_mark_is_kept() -> None:
    guide = f"# Mine\n\n{MARK}\nold\n"

    assert with_reference(guide) == f"# Mine\n\n{MARK}\n\n{reference()}"


def test_a_text_without_the_mark_gets_one_at_its_end() -> None:
    assert with_reference("# Mine\n") == f"# Mine\n\n{MARK}\n\n{reference()}"
