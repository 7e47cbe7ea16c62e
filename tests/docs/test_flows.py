"""The flow in docs/flows.md is one that could go live."""

from flows.definition import read_flow
from ivr.bundles.library import shipped_flows
from ivr.bundles.publishing import draft
from tests.docs.blocks import blocks

WHOLE = next(block for block in blocks("flows.md", "yaml") if block.startswith("spec: 1"))


def test_the_whole_flow_has_no_problem_and_keeps_its_promises() -> None:
    assert draft(WHOLE, shipped_flows()).problems == []


def test_every_example_of_a_step_can_be_read() -> None:
    steps = [block for block in blocks("flows.md", "yaml") if block.startswith("type: ")]

    for step in steps:
        indented = step.replace("\n", "\n    ")
        reading = read_flow(WHOLE.replace("steps:\n", f"steps:\n  tried:\n    {indented}\n", 1))
        assert (reading.problems, step) == ([], step)
