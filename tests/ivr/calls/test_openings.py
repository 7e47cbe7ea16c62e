"""What is kept for a minute is what would be worked out at any moment of it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.calls.openings import Openings
from ivr.clock import HELSINKI
from routing.configuration import Configuration, read_configuration
from routing.document import read_document
from routing.lines import Line
from routing.staffing import staffed
from tests.ivr.house import DEMO, LINE

START = datetime(2026, 11, 24, 7, 58, tzinfo=HELSINKI)


def demo(closes: str = "16:00") -> Configuration:
    sections = dict(read_document(DEMO).sections)
    sections["hours"] = {**sections["hours"], "office": {"mon-fri": [f"08:00-{closes}"]}}
    return read_configuration(sections)


CONFIGURATION = demo()
SERVICE = CONFIGURATION.lines[LINE]


@given(
    st.lists(st.integers(0, 10 * 24 * 3600 * 1000), max_size=20),
    st.sampled_from(["any", "bills", "faults", "danger"]),
    st.sampled_from(["fi", "sv", "en"]),
)
def test_the_answer_is_that_of_the_calendar(
    milliseconds: list[int], topic: str, language: str
) -> None:
    openings = Openings()
    moments = [START + timedelta(milliseconds=some) for some in sorted(milliseconds)]

    found = [openings.staffed(CONFIGURATION, SERVICE, topic, language, at) for at in moments]

    assert found == [staffed(CONFIGURATION, SERVICE, topic, language, at) for at in moments]


@pytest.mark.parametrize(("second", "is_open"), [(119, False), (120, True)])
def test_it_opens_to_the_second(second: int, is_open: bool) -> None:
    openings = Openings()
    at = START + timedelta(seconds=second)

    assert not openings.staffed(CONFIGURATION, SERVICE, "any", "fi", START).open
    assert openings.staffed(CONFIGURATION, SERVICE, "any", "fi", at).open == is_open


def test_another_configuration_counts_at_once() -> None:
    openings, at = Openings(), START + timedelta(hours=8)
    line: Line = SERVICE

    assert not openings.staffed(CONFIGURATION, line, "any", "fi", at + timedelta(minutes=30)).open
    assert openings.staffed(demo("18:00"), line, "any", "fi", at + timedelta(minutes=30)).open
