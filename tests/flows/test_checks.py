"""Every check has a flow with just that defect, and every shipped flow has no problem at all."""

import re
from pathlib import Path

import pytest

from flows.checks import CHECKS, check
from flows.definition import KINDS, read_flow
from flows.problems import Problem
from flows.source import MOST_CHARACTERS
from ivr.bundles.library import shipped_flows, shipped_prompts

FOLDER = Path(__file__).parent
DEFECTS = sorted((FOLDER / "defects").glob("*.yaml"))
KNOWN = sorted((FOLDER / "defects" / "known").glob("*.yaml"))
LIBRARY = sorted((FOLDER.parents[1] / "flows" / "library").glob("*.yaml"))
OF_SHAPE = {
    "unreadable",
    "duplicate-key",
    "anchor",
    "bad-value",
    *(kind for kind, _ in KINDS.values()),
}
EXPECTED = re.compile(r"^# expected: (\S+) (\d+)$", re.MULTILINE)


def problems_of(text: str) -> list[Problem]:
    known = [read_flow(file.read_text("utf-8")).flow for file in KNOWN]
    flows = {**shipped_flows(), **{flow.name: flow for flow in known if flow}}
    return check(read_flow(text), flows, shipped_prompts())


@pytest.mark.parametrize("file", DEFECTS, ids=lambda file: file.stem)
def test_a_seeded_defect_is_found_on_its_line_and_nothing_else_is(file: Path) -> None:
    text = file.read_text("utf-8")
    expected = [(id_, int(line)) for id_, line in EXPECTED.findall(text)]
    assert file.stem in dict(expected)
    assert sorted((one.id, one.line) for one in problems_of(text)) == sorted(expected)


@pytest.mark.parametrize("id_", sorted(CHECKS.keys() | OF_SHAPE))
def test_every_problem_that_can_be_found_has_a_defect(id_: str) -> None:
    file = FOLDER / "defects" / f"{id_}.yaml"
    assert file.exists(), f"no defect for {id_!r}: write tests/flows/defects/{id_}.yaml"


def test_every_defect_is_of_a_problem_that_can_be_found() -> None:
    assert {file.stem for file in DEFECTS} == CHECKS.keys() | OF_SHAPE


@pytest.mark.parametrize("one", CHECKS.values(), ids=list(CHECKS))
def test_every_check_says_its_rule_in_whole_sentences(one: object) -> None:
    rule = getattr(one, "rule", "")
    assert rule.endswith(".")
    assert rule[0].isupper()


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.stem)
def test_a_shipped_flow_has_no_problem_and_no_warning(file: Path) -> None:
    assert problems_of(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.stem)
def test_a_shipped_flow_walks_every_way_and_calls_in_every_language(file: Path) -> None:
    flow = read_flow(file.read_text("utf-8")).flow
    assert flow is not None
    assert any(scenario.always for scenario in flow.scenarios)
    languages = {scenario.caller.language for scenario in flow.scenarios}
    assert languages >= set(flow.languages)


def test_a_file_of_a_million_characters_is_refused_unread() -> None:
    problems = problems_of("#" * (MOST_CHARACTERS + 1))
    assert [(one.id, one.line) for one in problems] == [("file-too-large", 1)]


def test_all_problems_are_found_at_once_by_line() -> None:
    text = (FOLDER / "defects" / "reserved-key-bound.yaml").read_text("utf-8")
    text = text.replace("[open.greet.service]", "[hello]").replace("1: bills", "1: moving")
    found = [(one.line, one.id) for one in problems_of(text)]
    assert found == sorted(found)
    assert {id_ for _, id_ in found} == {
        "prompt-missing",
        "edge-to-nowhere",
        "reserved-key-bound",
    }


def test_a_problem_names_its_step_and_its_language() -> None:
    text = (FOLDER / "defects" / "key-not-spoken.yaml").read_text("utf-8")
    assert [(one.step, one.language) for one in problems_of(text)] == [("main", "fi")]


def test_scenarios_are_tried_only_when_nothing_else_is_wrong() -> None:
    text = (FOLDER / "defects" / "scenario-broken.yaml").read_text("utf-8")
    text = text.replace("1: bills", "1: moving")
    assert {one.id for one in problems_of(text)} == {"edge-to-nowhere", "unreachable-step"}


def test_a_flow_that_another_goes_to_at_its_start_needs_no_notices_of_its_own() -> None:
    first = (FOLDER / "defects" / "known" / "first-half.yaml").read_text("utf-8")
    second = (FOLDER / "defects" / "known" / "second-half.yaml").read_text("utf-8")
    assert problems_of(first) == []
    assert problems_of(second) == []


def test_a_menu_in_the_next_flow_is_found_where_this_one_goes_to_it() -> None:
    text = (FOLDER / "defects" / "known" / "first-half.yaml").read_text("utf-8")
    text = text.replace("    type: notices\n", "    type: say\n    prompts: [open.repeat]\n")
    found = [(one.id, one.step) for one in problems_of(text) if one.severity == "error"]
    assert found == [("menu-without-notices", "onward")]


def test_a_library_prompt_with_values_is_only_said_by_its_own_step() -> None:
    text = (FOLDER / "defects" / "prompt-missing.yaml").read_text("utf-8")
    text = text.replace("open.greet.services", "notice.electricity.eta")
    assert [one.id for one in problems_of(text)] == ["unknown-placeholder"]


def test_a_prompt_in_the_place_of_a_library_one_may_have_its_placeholders() -> None:
    text = (FOLDER / "defects" / "unused-prompt.yaml").read_text("utf-8")
    text = text.replace("  hello:", "  notice.electricity.no_eta:")
    text = text.replace("Hyvää päivää.", "'{O} ei ole sähköä.'")
    assert problems_of(text) == []
