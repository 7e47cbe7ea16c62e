"""From a file to what callers hear: refused with every problem, or live."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from flows.problems import BadFlow
from ivr.bundles.library import shipped_flows
from ivr.bundles.publishing import draft, known_flows, publish_text
from ivr.bundles.store import StaleBase, live, load
from ivr.clock import StoppedClock

ROOT = Path(__file__).parents[3]
FAULT_LINE = (ROOT / "flows" / "library" / "fault-line.yaml").read_text("utf-8")
OTHER = "  other:\n    type: human\n"
OURS = FAULT_LINE.replace(OTHER, f"{OTHER}    topic: other\n")
BROKEN = (ROOT / "tests" / "flows" / "defects" / "scenario-broken.yaml").read_text("utf-8")


def test_a_sound_file_goes_live(engine: Engine, clock: StoppedClock) -> None:
    version = publish_text(engine, FAULT_LINE, "First", clock.now())
    assert version is not None
    assert live(engine) == {"fault-line": version.hash}
    assert load(engine, version.hash).flows["fault-line"].desk == "fault"


def test_a_file_with_errors_is_refused_with_all_of_them(
    engine: Engine, clock: StoppedClock
) -> None:
    text = FAULT_LINE.replace("2: elsewhere, 3: other", "2: nowhere, 9: other")
    with pytest.raises(BadFlow) as refused:
        publish_text(engine, text, "Broken", clock.now())
    assert {problem.id for problem in refused.value.problems} >= {
        "edge-to-nowhere",
        "reserved-key-bound",
        "key-spoken-not-bound",
    }
    assert live(engine) == {}


def test_a_scenario_that_fails_refuses_the_file(engine: Engine, clock: StoppedClock) -> None:
    with pytest.raises(BadFlow) as refused:
        publish_text(engine, BROKEN, "Broken", clock.now())
    assert [problem.id for problem in refused.value.problems] == ["scenario-broken"]


def test_a_file_that_cannot_be_read_is_refused(engine: Engine, clock: StoppedClock) -> None:
    with pytest.raises(BadFlow) as refused:
        publish_text(engine, "steps: {", "Broken", clock.now())
    assert [problem.id for problem in refused.value.problems] == ["unreadable"]


def test_the_base_of_a_draft_must_still_be_live(engine: Engine, clock: StoppedClock) -> None:
    version = publish_text(engine, FAULT_LINE, "First", clock.now())
    assert version is not None
    later = publish_text(engine, OURS, "Second", clock.now(), base=version.hash)
    with pytest.raises(StaleBase):
        publish_text(engine, FAULT_LINE, "Third", clock.now(), base=version.hash)
    assert later is not None
    assert live(engine) == {"fault-line": later.hash}


def test_a_flow_can_go_to_what_is_live_and_to_what_ships(
    engine: Engine, clock: StoppedClock
) -> None:
    assert known_flows(engine) == dict(shipped_flows())
    shipped = shipped_flows()["fault-line"].steps["other"]
    publish_text(engine, OURS, "Ours", clock.now())
    assert known_flows(engine).keys() == shipped_flows().keys()
    assert known_flows(engine)["fault-line"].steps["other"] != shipped


def test_scenarios_of_a_draft_are_tried_one_by_one() -> None:
    tried = list(draft(BROKEN, shipped_flows()).try_scenarios())
    assert [(name, failure is None) for _, name, failure in tried] == [
        ("Whatever happens, a person", True),
        ("Bills are behind key two", False),
    ]
