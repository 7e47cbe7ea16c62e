"""Every step type has a worked example that is true, and a flow that shows all that it can do."""

import inspect
import re
from pathlib import Path
from textwrap import dedent

import pytest

from flows.checks import check
from flows.definition import Flow, make_bundle, read_flow
from flows.rehearsal import rehearse
from flows.source import read_source
from flows.steps import STEP_TYPES
from ivr.bundles.library import shipped_flows, shipped_prompts

CASES = Path(__file__).parent / "cases"
EXAMPLE = re.compile(r"\n((?:    .*\n|\n)+)\Z")


def cases_of(name: str) -> tuple[str, Flow]:
    file = CASES / f"{name}.yaml"
    assert file.exists(), f"no cases for step type {name!r}: write tests/flows/cases/{name}.yaml"
    text = file.read_text("utf-8")
    flow = read_flow(text).flow
    assert flow is not None
    return text, flow


@pytest.mark.parametrize("name", STEP_TYPES)
def test_the_example_of_a_step_type_is_a_step_of_that_type(name: str) -> None:
    text = inspect.cleandoc(STEP_TYPES[name].__doc__ or "") + "\n"
    example = EXAMPLE.search(text)
    assert example, f"{name} has no indented example at the end of its docstring"
    source = read_source(dedent(example.group(1)))
    assert source.problems == []
    step = STEP_TYPES[name].model_validate(source.document)
    assert step.model_dump()["type"] == name


@pytest.mark.parametrize("name", STEP_TYPES)
def test_the_cases_of_a_step_type_hold(name: str) -> None:
    text, flow = cases_of(name)
    problems = check(read_flow(text), shipped_flows(), shipped_prompts())
    assert [problem for problem in problems if problem.severity == "error"] == []
    bundle = make_bundle(flow.name, {**shipped_flows(), flow.name: flow}, shipped_prompts())
    failures = [rehearse(bundle, scenario) for scenario in flow.scenarios]
    assert [str(failure) for failure in failures if failure] == []


@pytest.mark.parametrize("name", STEP_TYPES)
def test_the_cases_of_a_step_type_leave_by_every_outcome(name: str) -> None:
    _, flow = cases_of(name)
    steps = [step for step in flow.steps.values() if step.model_dump()["type"] == name]
    assert steps
    ways = {way for step in steps for way, _ in step.edges() if " " not in way}
    beats = [beat for scenario in flow.scenarios for beat in scenario.call]
    rung = {topic for beat in beats for topic in (beat.rings, beat.queues)}
    assert ways - rung == set(), "each outcome leads to a person whose topic is the outcome's name"


def test_there_are_no_cases_of_a_type_that_is_gone() -> None:
    assert {file.stem for file in CASES.glob("*.yaml")} == set(STEP_TYPES)
