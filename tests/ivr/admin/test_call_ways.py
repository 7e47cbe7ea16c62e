"""The steps that a call passed without waiting are found on the map, and never made up."""

import pytest

from ivr.admin.call_ways import Wait, ways_through
from ivr.bundles.library import shipped_flows

NAME = "customer-service"


def at(step: str, key: str = "", flow: str = NAME) -> Wait:
    """A wait of a call."""
    return Wait(flow, step, key)


@pytest.mark.parametrize(
    ("waits", "ways"),
    [
        (
            [at("notices")],
            [("greet", "language", "emergency", "asked", "notices")],
        ),
        ([at("notices"), at("closed", "3")], [("notices", "hours", "closed")]),
        ([at("closed"), at("callback", "1")], [("closed", "callback")]),
        ([at("closed"), at("callback", "0")], [("closed", "person", "callback")]),
        ([at("main"), at("bills", "2")], [("main", "bills")]),
        ([at("main"), at("main", "5")], []),
        ([at("main"), at("duty", "9", "danger")], []),
        ([at("main"), at("menu", "1", "fault-line")], [("main", "faults")]),
        ([at("step-of-old"), at("closed", "1")], []),
    ],
)
def test_the_shortest_way_is_told(waits: list[Wait], ways: list[tuple[str, ...]]) -> None:
    told = ways_through(shipped_flows()[NAME], NAME, waits)
    into = 1 if waits[0].step in shipped_flows()[NAME].steps else 0
    assert list(told)[into if len(waits) > 1 else 0 :] == ways


def test_a_call_that_comes_back_from_another_flow_begins_anew() -> None:
    flow = shipped_flows()[NAME]
    waits = [at("x", flow="survey"), at("notices")]
    assert [way[0] for way in ways_through(flow, NAME, waits)] == [flow.start]
