"""What scenarios pass is known step by step, way by way."""

from flows.rehearsal.coverage import coverage
from ivr.bundles.library import shipped_bundle, shipped_flows

NAME = "customer-service"


def test_a_call_passes_every_step_on_its_way_also_those_that_do_not_wait() -> None:
    scenarios = [
        one for one in shipped_flows()[NAME].scenarios if one.name.startswith("Anna is spoken")
    ]
    found = coverage(shipped_bundle(NAME), scenarios)
    assert found.steps["greet"] == found.steps["language"] == found.steps["bills"] == 1
    assert found.ways["greet", "language"] == 1
    assert found.ways["main", "bills"] == 1
    assert found.ways["main", "moving"] == 0
    assert found.steps["voicemail"] == 0


def test_zero_leads_to_the_person_by_no_way_of_the_flow() -> None:
    scenarios = [one for one in shipped_flows()[NAME].scenarios if one.name.startswith("Matti he")]
    found = coverage(shipped_bundle(NAME), scenarios)
    assert found.steps["person"] == 1
    assert [to for _, to in found.ways if to == "person"] == []


def test_what_tries_every_way_is_no_proof_of_any() -> None:
    flow = shipped_flows()[NAME]
    promises = [one for one in flow.scenarios if one.always]
    assert promises
    assert not coverage(shipped_bundle(NAME), promises).steps


def test_a_step_that_no_call_tries_is_found() -> None:
    flow = shipped_flows()[NAME]
    found = coverage(shipped_bundle(NAME), flow.scenarios)
    assert {"elsewhere", "moving"} <= set(flow.steps) - found.steps.keys()
    assert "greet" in found.steps
