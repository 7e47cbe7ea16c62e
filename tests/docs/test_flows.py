"""The flow in docs/flows.md could go live, and its first steps go as it shows."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.definition import read_flow
from ivr.bundles.library import shipped_flows
from ivr.bundles.publishing import draft
from ivr.commands.flow import command as flow
from tests.docs.blocks import blocks

LIBRARY = Path(__file__).parents[2] / "flows" / "library"
WHOLE = next(block for block in blocks("flows.md", "yaml") if block.startswith("spec: 1"))


def test_the_whole_flow_has_no_problem_and_keeps_its_promises() -> None:
    assert draft(WHOLE, shipped_flows()).problems == []


def test_the_first_steps_show_what_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the shipped flow has changed, copy what is said now into the page."""
    monkeypatch.chdir(tmp_path)
    first, mended = _first_steps()
    checked, tried = blocks("flows.md", "console")[1:3]

    assert _said("check", first) == checked.splitlines()[1:]
    assert _said("test", mended)[:4] == tried.splitlines()[1:]


def _first_steps() -> tuple[str, str]:
    shipped = (LIBRARY / "customer-service.yaml").read_text("utf-8")
    prompts, was, now = (
        blocks("flows.md", "yaml")[0],
        "{1: faults, 2: bills,",
        "{1: bills, 2: faults,",
    )
    assert (shipped.count(was), shipped.count("\nscenarios:\n")) == (1, 1)
    first = shipped.replace(was, now).replace("\nscenarios:\n", f"\n{prompts}\nscenarios:\n")
    return first, first.replace("press 2.", "press two.").replace("press five.", "press four.")


def _said(command: str, text: str) -> list[str]:
    Path("my-service.yaml").write_text(text, "utf-8")
    done = CliRunner().invoke(flow, [command, "my-service.yaml"])
    return done.stdout.splitlines()


def test_every_example_of_a_step_can_be_read() -> None:
    steps = [block for block in blocks("flows.md", "yaml") if block.startswith("type: ")]

    for step in steps:
        indented = step.replace("\n", "\n    ")
        reading = read_flow(WHOLE.replace("steps:\n", f"steps:\n  tried:\n    {indented}\n", 1))
        assert (reading.problems, step) == ([], step)
